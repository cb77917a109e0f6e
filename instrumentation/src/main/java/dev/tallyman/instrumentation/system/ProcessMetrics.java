package dev.tallyman.instrumentation.system;

import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.GaugeDataPoint;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/**
 * What this worker's process takes: {@code process_cpu_percent}, {@code
 * process_memory_bytes{type="rss"|"vms"}}, {@code process_open_file_descriptors} and {@code
 * process_threads}.
 *
 * <pre>{@code
 * ProcessMetrics process =
 *     ProcessMetrics.register(
 *         MetricRegistry.defaultRegistry(), "chedweb_", ProcessScope.TOGETHER);
 * Sampling sampling = Sampling.every(Duration.ofSeconds(10), process::sample);
 * }</pre>
 *
 * <p>The CPU's percentage is that between two samples; 100 is one core, so it may be more.
 *
 * <p>Gauge modes: by default all are summed over the live workers ({@link GaugeMode#LIVESUM}): the
 * operator of a service wants to know what the service takes. With {@link ProcessScope#EACH} there
 * is one series a live worker ({@link GaugeMode#LIVEALL}), with the label {@code pid}.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when sampling: what can't be read is logged once and keeps its last value.
 * Registering fails as any metric does.
 */
public final class ProcessMetrics {
  private static final double PERCENT = 100;

  private final OperatingSystem system = new SystemInfo().getOperatingSystem();
  private final Attempts attempts = new Attempts("this process");
  private final Gauge cpu;
  private final GaugeDataPoint rss;
  private final GaugeDataPoint vms;
  private final Gauge openFiles;
  private final Gauge threads;
  private OSProcess last = system.getCurrentProcess();

  private ProcessMetrics(MetricRegistry registry, String prefix, ProcessScope scope) {
    GaugeMode mode = scope == ProcessScope.EACH ? GaugeMode.LIVEALL : GaugeMode.LIVESUM;
    cpu =
        gauge(prefix + "process_cpu_percent", "What the process takes of the CPU; 100 is a core.")
            .unit("percent")
            .multiprocessMode(mode)
            .register(registry);
    Gauge memory =
        gauge(prefix + "process_memory_bytes", "Memory: rss is in use, vms is addressed.")
            .unit("bytes")
            .labelNames("type")
            .multiprocessMode(mode)
            .register(registry);
    rss = memory.labelValues("rss");
    vms = memory.labelValues("vms");
    openFiles =
        gauge(prefix + "process_open_file_descriptors", "Files and sockets that are open.")
            .multiprocessMode(mode)
            .register(registry);
    threads =
        gauge(prefix + "process_threads", "Threads.").multiprocessMode(mode).register(registry);
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static ProcessMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names, for all workers together. */
  public static ProcessMetrics register(MetricRegistry registry) {
    return register(registry, "", ProcessScope.TOGETHER);
  }

  /**
   * The metrics with a prefix to their names.
   *
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static ProcessMetrics register(
      MetricRegistry registry, String prefix, ProcessScope scope) {
    return new ProcessMetrics(registry, prefix, scope);
  }

  /** Reads how the process is, and sets the gauges. */
  public synchronized void sample() {
    attempts.run(
        () -> {
          OSProcess now = system.getCurrentProcess();
          if (now.getUpTime() > last.getUpTime()) {
            cpu.set(PERCENT * now.getProcessCpuLoadBetweenTicks(last));
            last = now;
          }
          rss.set((double) now.getResidentMemory());
          vms.set((double) now.getVirtualSize());
          openFiles.set((double) now.getOpenFiles());
          threads.set(now.getThreadCount());
        });
  }

  private static Gauge.Builder gauge(String name, String help) {
    return Gauge.builder().name(name).help(help);
  }
}
