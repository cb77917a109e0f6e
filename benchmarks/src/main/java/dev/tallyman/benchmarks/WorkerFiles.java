package dev.tallyman.benchmarks;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.MetricsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the tally files of many workers in one process, which has to be another one than the
 * aggregator's: that leaves the files of its own process out.
 */
final class WorkerFiles {
  /** What it says when the files are there. */
  static final String MADE = "made";

  private WorkerFiles() {}

  /**
   * Makes the files. Living workers live until standard input ends.
   *
   * @param args the directory, how many workers, how many series each, {@code living} or {@code
   *     dead}
   */
  public static void main(String[] args) throws IOException {
    boolean living = args[3].equals("living");
    Workload workload = new Workload(Integer.parseInt(args[2]), living);
    List<MetricRegistry> registries = new ArrayList<>();
    for (int worker = 0; worker < Integer.parseInt(args[1]); worker++) {
      MetricRegistry registry =
          MetricRegistry.of(
              new MetricsConfig(
                  true, Path.of(args[0]), "w" + worker, MetricsConfig.DEFAULT_MAX_SERIES));
      workload.record(registry, worker);
      if (living) {
        registries.add(registry);
      } else {
        registry.close();
      }
    }
    System.out.println(MADE);
    while (living && System.in.read() >= 0) {
      // Until whoever started this process lets go of it.
    }
    registries.forEach(MetricRegistry::close);
  }
}
