package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;

import dev.tallyman.archive.Archive;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeModeRules;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a round throws is the last of the rounds. */
class FoldingTest {
  @TempDir Path directory;
  @TempDir Path archive;

  @Test
  void aClassThatCanNotBeLoadedDoesNotEndTheRounds() throws Exception {
    try (MetricRegistry registry = MetricRegistry.inDirectory(directory)) {
      Counter.builder().name("requests").register(registry).inc();
    }
    ReplacedJar clock = new ReplacedJar();
    Archive store = Archive.open(archive, ArchiveRules.DEFAULT, Clock.systemUTC());
    try (Pipeline pipeline = new Pipeline(directory, store, GaugeModeRules.NONE, clock)) {
      Folding folding = Folding.start(DirectoryClaim.stake(directory), pipeline);
      try {
        eventually("it has failed", () -> clock.asked.get() > 0);
        eventually("it is folded", () -> Tallies.in(directory).isEmpty());
      } finally {
        folding.close();
      }
    }
  }

  /** A clock whose class is gone when it is first asked. */
  private static final class ReplacedJar extends Clock {
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public Instant instant() {
      if (asked.getAndIncrement() == 0) {
        throw new NoClassDefFoundError("of this test");
      }
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("this clock knows no other zone: " + zone);
    }
  }
}
