package dev.tallyman.metrics;

import dev.tallyman.tally.SeriesEntry;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyFormatException;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What the counters of all files in a directory add up to, by label value. */
final class CounterTotals {
  private CounterTotals() {}

  /** Reads all files but those that another one replaces. */
  static Map<String, Long> of(Path directory) throws IOException, TallyFormatException {
    Map<UUID, Map<String, Long>> byFile = new TreeMap<>();
    Set<UUID> replaced = new HashSet<>();
    for (Path path : TallyDirectory.list(directory).files()) {
      try (TallyReader reader = TallyReader.open(path)) {
        reader.refresh();
        reader.header().replaces().ifPresent(replaced::add);
        byFile.put(reader.header().id(), of(reader));
      }
    }
    byFile.keySet().removeAll(replaced);
    Map<String, Long> totals = new TreeMap<>();
    byFile
        .values()
        .forEach(file -> file.forEach((label, count) -> totals.merge(label, count, Long::sum)));
    return totals;
  }

  /** One file's counters as its reader last saw them. */
  static Map<String, Long> of(TallyReader reader) {
    Map<String, Long> counts = new TreeMap<>();
    for (SeriesEntry series : reader.series()) {
      if (series.family().family().name().equals("c")) {
        counts.merge(
            series.labelValues().get(0), reader.count(series, SlotMap.COUNTER_WHOLE), Long::sum);
      }
    }
    return counts;
  }
}
