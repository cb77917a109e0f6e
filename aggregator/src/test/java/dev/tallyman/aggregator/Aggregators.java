package dev.tallyman.aggregator;

import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import java.io.IOException;
import java.nio.file.Path;

/** Aggregators on a free port of the loopback. */
final class Aggregators {
  private Aggregators() {}

  static Aggregator start(Path directory, Path archive) throws IOException {
    return Aggregator.start(
        new AggregatorConfig(
            directory, archive, ArchiveRules.DEFAULT, HistoryRules.OFF, "127.0.0.1", 0, null));
  }
}
