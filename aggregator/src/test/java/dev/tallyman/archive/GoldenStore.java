package dev.tallyman.archive;

import dev.tallyman.merge.Recorded;
import dev.tallyman.model.Family;
import dev.tallyman.model.FileId;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * A store with everything in it that a store can hold. The one in {@code src/test/resources/store}
 * was written once, by the first version, and stays.
 */
final class GoldenStore {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);

  private GoldenStore() {}

  /** Writes the store into a directory. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  static void write(Path directory) throws IOException {
    try (Archive archive = Archive.open(directory, ArchiveRules.DEFAULT, CLOCK)) {
      archive.fold(new FileId(new UUID(1, 1), 0), worker(1));
      archive.fold(new FileId(new UUID(1, 2), 3), worker(2));
      Fold fold = archive.begin(List.of(), List.of());
      archive.store(fold, () -> {});
      archive.stored(fold);
    }
  }

  private static Recorded worker(int pid) {
    Family requests =
        Family.of("requests", MetricType.COUNTER, "Requests, \"all\".", List.of("path"));
    Family latency =
        new Family(
            "latency_seconds",
            MetricType.HISTOGRAM,
            "Help.",
            "seconds",
            null,
            List.of(),
            List.of(.1, 1.0),
            List.of());
    Family states =
        new Family(
            "mode", MetricType.STATE_SET, "", "", null, List.of(), List.of(), List.of("a", "b"));
    Recorded worker =
        Recorded.dead(pid)
            .counter(requests, List.of("/größe\n"), 3, .1)
            .counter(requests, List.of(""), (1L << 60) + pid, 1e300)
            .distribution(latency, .1 * pid, 1, 2, 3)
            .distribution(Family.of("size", MetricType.SUMMARY, "", List.of()), 7.7, 2)
            .flags(Family.of("build", MetricType.INFO, "", List.of("v")), List.of("1"), 1)
            .flags(states, List.of(), 0, 1);
    for (GaugeMode mode : GaugeMode.values()) {
      worker.gauge(Family.gauge("gauge_" + mode.label(), mode, "", List.of()), .1 * pid, pid);
    }
    return worker;
  }
}
