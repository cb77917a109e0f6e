package dev.tallyman.agent;

import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import java.io.IOException;
import java.nio.file.Path;

/** An aggregator on a free port of the loopback. */
final class TestAggregator implements AutoCloseable {
  private final Aggregator aggregator;

  TestAggregator(Path tallies, Path archive) throws IOException {
    aggregator =
        Aggregator.start(
            new AggregatorConfig(
                tallies, archive, ArchiveRules.DEFAULT, HistoryRules.OFF, "127.0.0.1", 0, null));
  }

  Page page() throws IOException, InterruptedException {
    return Page.at("http://127.0.0.1:" + aggregator.port() + "/metrics/");
  }

  @Override
  public void close() throws IOException {
    aggregator.close();
  }
}
