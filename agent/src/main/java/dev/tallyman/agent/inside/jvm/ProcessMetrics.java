package dev.tallyman.agent.inside.jvm;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The process, as the operating system sees it: on Linux from the kernel's files, since the JDK's
 * bean looks into all of the container first.
 *
 * <p>Threading: one thread at a time. Failure: a file of the kernel's that can't be read is an
 * {@link UncheckedIOException}.
 */
final class ProcessMetrics implements Runnable {
  private static final File SELF = new File("/proc/self");
  private static final double BYTES_PER_KIB = 1024;

  private final boolean isLinux = new File(SELF, "status").canRead();
  private final JvmCounter processorSeconds;
  private final JvmGauge started;
  private final JvmGauge openFiles;
  private final JvmGauge mostFiles;
  private final JvmGauge virtualMemory;
  private final JvmGauge residentMemory;

  ProcessMetrics(Families to) {
    this.processorSeconds =
        to.counter("process_cpu_seconds", "Total user and system CPU time spent in seconds.");
    this.started =
        to.gauge(
            "process_start_time_seconds", "Start time of the process since unix epoch in seconds.");
    this.openFiles = to.gauge("process_open_fds", "Number of open file descriptors.");
    this.mostFiles = to.gauge("process_max_fds", "Maximum number of open file descriptors.");
    this.virtualMemory = to.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.");
    this.residentMemory =
        to.gauge("process_resident_memory_bytes", "Resident memory size in bytes.");
  }

  @Override
  public void run() {
    started.set(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    Duration processor = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    processorSeconds.advanceTo(processor.toNanos() / 1e9);
    if (isLinux) {
      String status = kernelFile("status");
      virtualMemory.set(numberAfter("VmSize:", status) * BYTES_PER_KIB);
      residentMemory.set(numberAfter("VmRSS:", status) * BYTES_PER_KIB);
      mostFiles.set(numberAfter("Max open files", kernelFile("limits")));
      String[] open = new File(SELF, "fd").list();
      // One of them is the directory itself, for as long as it was read.
      openFiles.set(open == null ? 0 : open.length - 1);
    } else {
      askBean();
    }
  }

  private void askBean() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean bean) {
      openFiles.set(bean.getOpenFileDescriptorCount());
      mostFiles.set(bean.getMaxFileDescriptorCount());
    }
  }

  private static String kernelFile(String name) {
    try (InputStream in = new FileInputStream(new File(SELF, name))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number in the line that begins so; -1 if it says in words that there is none. */
  private static double numberAfter(String name, String text) {
    int at = text.indexOf("\n" + name) + 1 + name.length();
    while (text.charAt(at) == ' ' || text.charAt(at) == '\t') {
      at++;
    }
    int end = at;
    while (Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end == at ? -1 : Long.parseLong(text, at, end, 10);
  }
}
