package dev.tallyman.metrics;

import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Sketch;
import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyFormatException;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What the counters of all files in a directory add up to, by label value. */
final class CounterTotals {
  /** How many observations the only histogram has. */
  static final String OBSERVED = "observed";

  private CounterTotals() {}

  /** Reads of each worker's files the last one. */
  static Map<String, Long> of(Path directory) throws IOException, TallyFormatException {
    Map<UUID, Map<String, Long>> byOrigin = new TreeMap<>();
    Map<UUID, Long> generations = new TreeMap<>();
    for (Path path : TallyDirectory.list(directory).files()) {
      try (TallyReader reader = TallyReader.open(path)) {
        reader.refresh();
        UUID origin = reader.header().origin();
        long generation = reader.header().generation();
        if (reader.isSettled() && generation >= generations.getOrDefault(origin, 0L)) {
          generations.put(origin, generation);
          byOrigin.put(origin, of(reader));
        }
      }
    }
    Map<String, Long> totals = new TreeMap<>();
    byOrigin
        .values()
        .forEach(file -> file.forEach((label, count) -> totals.merge(label, count, Long::sum)));
    return totals;
  }

  /** One file's counters as its reader last saw them. */
  static Map<String, Long> of(TallyReader reader) {
    Map<String, Long> counts = new TreeMap<>();
    for (SeriesReading series : reader.readings()) {
      if (series.family().name().equals("c")) {
        counts.merge(series.labelValues().get(0), series.wholeCount(), Long::sum);
      } else if (series.family().name().equals("h")) {
        Sketch observed = new Sketch();
        series.addTo(observed);
        counts.put(OBSERVED, observed.count());
      }
    }
    return counts;
  }
}
