package dev.tallyman.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.Labels;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exemplar of an {@link ExemplarStormWorker} as an OpenMetrics page shows it, and whole.
 *
 * @param worker who recorded it
 * @param value of which round, or of which size
 * @param timestamp when, in seconds
 */
record SeenExemplar(String worker, long value, double timestamp) {
  private static final Pattern LINE =
      Pattern.compile(
          "(\\w+(?:\\{[^}]*})?) \\S+ # "
              + "\\{fill=\"(\\w+)\",value=\"(\\d+)\",worker=\"(\\w+)\"} (\\S+) (\\S+)");
  private static final Pattern BUCKET = Pattern.compile("size_bytes_bucket\\{le=\"(.*)\"}");

  /** All of a page, by the sample that they stand at. */
  static Map<String, SeenExemplar> on(String page) {
    Map<String, SeenExemplar> all = new TreeMap<>();
    page.lines()
        .filter(line -> line.contains(" # {"))
        .forEach(
            line -> {
              Matcher seen = LINE.matcher(line);
              assertThat(seen.matches()).as("readable: %s", line).isTrue();
              all.put(seen.group(1), whole(seen, line));
            });
    return all;
  }

  /** The one that stands at a sample. */
  static SeenExemplar at(String sample, Map<String, SeenExemplar> all) {
    SeenExemplar found = all.get(sample);
    if (found == null) {
      throw new AssertionError("no exemplar: sample=" + sample + ", others=" + all.keySet());
    }
    return found;
  }

  private static SeenExemplar whole(Matcher seen, String line) {
    long value = Long.parseLong(seen.group(3));
    String worker = seen.group(4);
    assertThat(Double.parseDouble(seen.group(5))).as(line).isEqualTo((double) value);
    assertThat(Labels.of("fill", seen.group(2), "value", "" + value, "worker", worker))
        .as(line)
        .isEqualTo(ExemplarStormWorker.labels(worker, value));
    Matcher bucket = BUCKET.matcher(seen.group(1));
    if (bucket.matches()) {
      double limit =
          bucket.group(1).equals("+Inf") ? Double.MAX_VALUE : Double.parseDouble(bucket.group(1));
      assertThat((double) value).as(line).isBetween(lowest(limit), limit);
    }
    return new SeenExemplar(worker, value, Double.parseDouble(seen.group(6)));
  }

  /** The least whole number in the bucket with this upper bound. */
  private static double lowest(double limit) {
    double lowest = 0;
    for (double bound : ExemplarStormWorker.BOUNDS) {
      lowest = bound < limit ? bound + 1 : lowest;
    }
    return lowest;
  }
}
