package dev.tallyman.benchmarks;

import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import java.io.IOException;
import java.nio.file.Path;

/** An aggregator in a process of its own. */
final class AggregatorMain {
  private AggregatorMain() {}

  /**
   * Serves until standard input ends, and says on which port.
   *
   * @param args the directory of the tally files
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    AggregatorConfig config =
        new AggregatorConfig(
            directory,
            AggregatorConfig.archiveBeside(directory),
            ArchiveRules.DEFAULT,
            HistoryRules.DEFAULT,
            "127.0.0.1",
            0,
            null);
    try (Aggregator aggregator = Aggregator.start(config)) {
      System.out.println(aggregator.port());
      while (System.in.read() >= 0) {
        // Until whoever started this process lets go of it.
      }
    }
  }
}
