package dev.tallyman.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Compares one page with the next: no counting sample may go down or away. */
final class Monotony {
  private static final Set<String> COUNTING = Set.of("counter", "histogram", "summary");

  private Map<String, Double> last = Map.of();
  private final AtomicInteger pages = new AtomicInteger();

  /** Looks at the next page. */
  void next(String page) {
    Map<String, Double> now = countingSamples(page);
    last.forEach(
        (sample, before) ->
            assertThat(now.getOrDefault(sample, -1.0))
                .as("%s on page %d, was %s", sample, pages, before)
                .isGreaterThanOrEqualTo(before));
    last = now;
    int unused = pages.incrementAndGet();
  }

  int pages() {
    return pages.get();
  }

  /** All samples of counters, histograms and summaries of workers, as they are written. */
  private static Map<String, Double> countingSamples(String page) {
    Map<String, Double> samples = new HashMap<>();
    boolean counting = false;
    for (String line : page.lines().toList()) {
      String[] words = line.split(" ", -1);
      if (line.startsWith("# TYPE ")) {
        counting = COUNTING.contains(words[3]) && !words[2].startsWith("tallyman_");
      } else if (counting && !line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
      }
    }
    return samples;
  }
}
