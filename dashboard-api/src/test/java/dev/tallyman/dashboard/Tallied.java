package dev.tallyman.dashboard;

import dev.tallyman.tally.SeriesEntry;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyReader;
import java.nio.file.Path;
import java.util.List;

/** What the workers of a directory have counted, as their tally files say once they are dead. */
final class Tallied {
  private Tallied() {}

  /** Requests to an endpoint, of one process or, with pid 0, of all. */
  static long requests(Path directory, long pid, String endpoint) throws Exception {
    return sum(directory, pid, endpoint, "http_requests");
  }

  /** Requests that were timed. */
  static long timed(Path directory, long pid, String endpoint) throws Exception {
    return sum(directory, pid, endpoint, "http_request_duration_seconds");
  }

  private static long sum(Path directory, long pid, String endpoint, String family)
      throws Exception {
    long sum = 0;
    for (Path file : TallyDirectory.list(directory).files()) {
      try (TallyReader reader = TallyReader.open(file)) {
        reader.refresh();
        if (reader.isWriterAlive()) {
          throw new AssertionError("still alive: " + file);
        }
        if (pid == 0 || reader.header().pid() == pid) {
          for (SeriesEntry series : reader.series()) {
            sum += isOf(series, family, endpoint) ? count(reader, series, family) : 0;
          }
        }
      }
    }
    return sum;
  }

  private static boolean isOf(SeriesEntry series, String family, String endpoint) {
    List<String> values = series.labelValues();
    return series.family().family().name().equals(family) && values.get(1).equals(endpoint);
  }

  private static long count(TallyReader reader, SeriesEntry series, String family) {
    if (family.equals("http_requests")) {
      return reader.count(series, SlotMap.COUNTER_WHOLE);
    }
    long count = 0;
    for (int i = 0; i <= series.family().family().upperBounds().size(); i++) {
      count += reader.count(series, SlotMap.FIRST_BUCKET + i);
    }
    return count;
  }
}
