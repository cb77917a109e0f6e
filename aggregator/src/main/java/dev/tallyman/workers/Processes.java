package dev.tallyman.workers;

import dev.tallyman.tally.TallyHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/**
 * What the living workers take of the machine, by OSHI, which is loaded when this is first asked.
 *
 * <p>A worker writes down its process id as it sees it itself; in another container that is another
 * process, or none. So a process counts as the worker's only if it was started when the worker says
 * that it was.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: what can't be found out is not in the answer; a machine that tells nothing at all is
 * logged once.
 */
final class Processes {
  private static final System.Logger LOG = System.getLogger(Processes.class.getPackageName());
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final long SECOND_MILLIS = 1_000;

  /** The boot's time is known to a second, and moves a little when the clock is set. */
  private static final long BOOT_JITTER_MILLIS = 2 * SECOND_MILLIS;

  private Map<UUID, Look> looks = Map.of();
  private @Nullable OperatingSystem system;
  private boolean hopeless;

  /** The processor's time that a process had taken at some moment. */
  private record Look(long cpuMillis, long nanos) {}

  /** What those processes take that can be told to be the workers'. */
  synchronized Map<UUID, Usage> of(List<WorkerInfo> workers) {
    Map<UUID, Usage> usages = new HashMap<>();
    Map<UUID, Look> now = new HashMap<>();
    String boot = bootId();
    for (WorkerInfo worker : workers) {
      if (worker.state() == WorkerState.LIVE && isHere(worker.header(), boot)) {
        look(worker, usages, now);
      }
    }
    looks = now;
    return usages;
  }

  private void look(WorkerInfo worker, Map<UUID, Usage> usages, Map<UUID, Look> now) {
    OSProcess process = process(worker.header().pid());
    if (process == null) {
      return;
    }
    Look look = new Look(process.getKernelTime() + process.getUserTime(), System.nanoTime());
    Look before = looks.get(worker.id());
    double ratio =
        before == null
            ? Double.NaN
            : (double) TimeUnit.MILLISECONDS.toNanos(look.cpuMillis - before.cpuMillis)
                / Math.max(1, look.nanos - before.nanos);
    now.put(worker.id(), look);
    usages.put(
        worker.id(),
        new Usage(look.cpuMillis / (double) SECOND_MILLIS, ratio, process.getResidentMemory()));
  }

  private @Nullable OSProcess process(long pid) {
    if (hopeless) {
      return null;
    }
    try {
      OperatingSystem known = system;
      if (known == null) {
        known = new SystemInfo().getOperatingSystem();
        system = known;
      }
      return known.getProcess(Math.toIntExact(pid));
    } catch (RuntimeException | LinkageError e) {
      hopeless = true;
      LOG.log(System.Logger.Level.WARNING, "what workers take of the machine is not known", e);
      return null;
    }
  }

  /** Whether the process of that id, as this process sees it, is the one that wrote the header. */
  private static boolean isHere(TallyHeader header, String boot) {
    if (header.pid() == ProcessHandle.current().pid()
        || header.processStartMillis() == 0
        || !header.bootId().toString().equals(boot)) {
      return false;
    }
    return ProcessHandle.of(header.pid())
        .flatMap(process -> process.info().startInstant())
        .map(start -> isSameStart(start.toEpochMilli(), header.processStartMillis()))
        .orElse(false);
  }

  /** The same tick of the clock after a boot whose own time may have been taken for another one. */
  static boolean isSameStart(long startMillis, long writtenMillis) {
    long difference = Math.abs(startMillis - writtenMillis);
    return difference <= BOOT_JITTER_MILLIS && difference % SECOND_MILLIS == 0;
  }

  private static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      // No such thing on this machine: then workers have written none either.
      return new UUID(0, 0).toString();
    }
  }
}
