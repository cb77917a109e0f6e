package dev.tallyman.instrumentation.system;

import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;

/**
 * How the host is: {@code system_cpu_percent}, {@code system_memory_percent}, {@code
 * system_memory_used_bytes}, {@code system_disk_percent} and {@code system_disk_used_bytes}.
 *
 * <pre>{@code
 * HostMetrics host = HostMetrics.register();
 * Sampling sampling = Sampling.every(Duration.ofSeconds(10), host::sample);
 * }</pre>
 *
 * <p>The CPU's percentage is that between two samples, and 100 is all cores. Memory that programs
 * could have for the asking is not used. The disk is the one that holds a directory of the
 * application's choice; its percentage is of what programs may use.
 *
 * <p>Gauge mode: all workers see the same host, so it is what a live worker saw last ({@link
 * GaugeMode#LIVEMOSTRECENT}): a host is not counted once for each of its workers.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when sampling: what can't be read is logged once and keeps its last value.
 * Registering fails as any metric does.
 */
public final class HostMetrics {
  private static final double PERCENT = 100;

  private final CentralProcessor processor;
  private final GlobalMemory memory;
  private final Path directory;
  private final Attempts cpuAttempts = new Attempts("the host's CPU");
  private final Attempts memoryAttempts = new Attempts("the host's memory");
  private final Attempts diskAttempts;
  private final Gauge cpuPercent;
  private final Gauge memoryPercent;
  private final Gauge memoryUsed;
  private final Gauge diskPercent;
  private final Gauge diskUsed;
  private long[] lastTicks;

  private HostMetrics(MetricRegistry registry, String prefix, Path directory) {
    SystemInfo system = new SystemInfo();
    this.processor = system.getHardware().getProcessor();
    this.memory = system.getHardware().getMemory();
    this.directory = directory;
    this.diskAttempts = new Attempts("the disk of " + directory);
    this.lastTicks = processor.getSystemCpuLoadTicks();
    String name = prefix + "system_";
    cpuPercent = percent(name + "cpu_percent", "The host's CPU in use.", registry);
    memoryPercent = percent(name + "memory_percent", "The host's memory in use.", registry);
    memoryUsed = bytes(name + "memory_used_bytes", "The host's memory in use.", registry);
    diskPercent = percent(name + "disk_percent", "The disk in use.", registry);
    diskUsed = bytes(name + "disk_used_bytes", "The disk in use.", registry);
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static HostMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names, with the disk that holds the root directory. */
  public static HostMetrics register(MetricRegistry registry) {
    return register(registry, "", Path.of("/"));
  }

  /**
   * The metrics with a prefix to their names.
   *
   * @param directory what is on the disk to watch
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static HostMetrics register(MetricRegistry registry, String prefix, Path directory) {
    return new HostMetrics(registry, prefix, directory);
  }

  /** Reads how the host is, and sets the gauges. */
  public synchronized void sample() {
    cpuAttempts.run(this::sampleCpu);
    memoryAttempts.run(this::sampleMemory);
    diskAttempts.run(this::sampleDisk);
  }

  private void sampleCpu() {
    long[] ticks = processor.getSystemCpuLoadTicks();
    // Between two samples within one tick of the clock the host has done nothing at all.
    if (Arrays.stream(ticks).sum() > Arrays.stream(lastTicks).sum()) {
      cpuPercent.set(PERCENT * processor.getSystemCpuLoadBetweenTicks(lastTicks, ticks));
      lastTicks = ticks;
    }
  }

  private void sampleMemory() {
    long total = memory.getTotal();
    long used = total - memory.getAvailable();
    memoryUsed.set((double) used);
    memoryPercent.set(PERCENT * used / total);
  }

  private void sampleDisk() throws IOException {
    FileStore disk = Files.getFileStore(directory);
    long used = disk.getTotalSpace() - disk.getUnallocatedSpace();
    diskUsed.set((double) used);
    diskPercent.set(PERCENT * used / (used + disk.getUsableSpace()));
  }

  private static Gauge percent(String name, String help, MetricRegistry registry) {
    return gauge(name, help).unit("percent").register(registry);
  }

  private static Gauge bytes(String name, String help, MetricRegistry registry) {
    return gauge(name, help).unit("bytes").register(registry);
  }

  private static Gauge.Builder gauge(String name, String help) {
    return Gauge.builder().name(name).help(help).multiprocessMode(GaugeMode.LIVEMOSTRECENT);
  }
}
