package dev.tallyman.aggregator;

import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** An aggregator in a process of its own, whose clock may be wrong. */
final class AggregatorMain {
  /** As {@code tallyman aggregator} ends when it is refused. */
  static final int REFUSED = 1;

  /** Set to have a history, with a sample every second. */
  static final String HISTORY = "tallyman.test.history";

  private AggregatorMain() {}

  /**
   * Serves until it is killed; says on standard output at which port.
   *
   * @param args the directory, the archive, by how much its clock is ahead
   */
  public static void main(String[] args) throws InterruptedException {
    AggregatorConfig config =
        new AggregatorConfig(
            Path.of(args[0]),
            Path.of(args[1]),
            ArchiveRules.DEFAULT,
            history(),
            "127.0.0.1",
            0,
            null);
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(args[2]));
    try (Aggregator aggregator = Aggregator.start(config, clock)) {
      System.out.println(aggregator.port());
      Thread.currentThread().join();
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(REFUSED);
    }
  }

  private static HistoryRules history() {
    HistoryRules usual = HistoryRules.DEFAULT;
    return Boolean.getBoolean(HISTORY)
        ? new HistoryRules(Duration.ofSeconds(1), usual.retention(), usual.bytes())
        : HistoryRules.OFF;
  }
}
