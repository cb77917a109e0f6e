package dev.tallyman.benchmarks;

import dev.tallyman.history.History;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.history.Recorder;
import dev.tallyman.history.SeriesHandle;
import dev.tallyman.model.Labels;
import dev.tallyman.query.QueryApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What a history of 10,000 series costs: a tick, a query, and bytes for a series and hour. The
 * series are those of 500 routes: a counter, a gauge, and a histogram of 15 buckets with its count
 * and sum each, and a gauge and a counter that stand still; a route is called some times between
 * ticks, or not at all.
 */
final class HistoryCost {
  private static final int ROUTES = 500;
  private static final int BUCKETS = 15;
  private static final int TICKS_A_HOUR = 240;
  private static final int HOURS = 3;

  private final Random random = new Random(1);
  private final List<SeriesHandle> handles = new ArrayList<>();
  private final double[] calls = new double[ROUTES];
  private final double[] seconds = new double[ROUTES];
  private final double[][] buckets = new double[ROUTES][BUCKETS];
  private int next;

  private HistoryCost() {}

  /** Measures, and prints. */
  public static void main(String[] args) throws IOException {
    HistoryRules rules =
        new HistoryRules(
            Duration.ofSeconds(15), Duration.ofHours(24), HistoryRules.DEFAULT.bytes());
    try (Scratch scratch = new Scratch();
        History history = History.open(scratch.root().resolve("history"), rules)) {
      new HistoryCost().run(history);
    }
  }

  private void run(History history) throws IOException {
    long start = 1_700_000_000_000L;
    double[] millis = new double[HOURS * TICKS_A_HOUR];
    double[] copying = new double[millis.length];
    for (int tick = 0; tick < millis.length; tick++) {
      long before = System.nanoTime();
      int place = tick;
      history.sample(
          start + tick * 15_000L + random.nextInt(5),
          into -> {
            long copy = System.nanoTime();
            record(into);
            copying[place] = (System.nanoTime() - copy) / 1e6;
          });
      millis[tick] = (System.nanoTime() - before) / 1e6;
    }
    Timing ticks = Timing.of(millis);
    System.out.printf(
        Locale.ROOT,
        "%,d series%ntick, ms, median (least): %s, longest %.1f%ncopy under the lock, ms: %s%n",
        handles.size(),
        ticks.text(),
        ticks.millis()[millis.length - 1],
        Timing.of(copying).text());
    System.out.printf(
        Locale.ROOT,
        "bytes of the file for a series and hour: %.0f%n",
        (double) history.status().bytes() / HOURS / handles.size());
    query(new QueryApi(history::read), start);
  }

  private static void query(QueryApi api, long start) throws IOException {
    for (String selector :
        new String[] {
          "calls_total",
          "seconds_bucket",
          "seconds_bucket{route=\"/route/7\"}",
          "{route=\"/route/7\"}"
        }) {
      Timing timing =
          Timing.of(
              () -> {
                QueryApi.Answered answered =
                    api.queryRange(
                        Map.of(
                            "query", List.of(selector),
                            "start", List.of(Long.toString(start / 1_000)),
                            "end", List.of(Long.toString(start / 1_000 + HOURS * 3_600)),
                            "step", List.of("180")));
                if (answered.status() != 200) {
                  throw new IOException("no answer: status=" + answered.status());
                }
              });
      System.out.printf(
          Locale.ROOT, "%d h, 61 steps of %s, ms: %s%n", HOURS, selector, timing.text());
    }
  }

  private void record(Recorder into) {
    next = 0;
    for (int route = 0; route < ROUTES; route++) {
      String path = "/route/" + route;
      int more = route % 4 == 0 ? 0 : random.nextInt(40);
      calls[route] += more;
      for (int call = 0; call < more; call++) {
        double took = Math.exp(random.nextGaussian()) / 20;
        seconds[route] += took;
        buckets[route][Math.min(BUCKETS - 1, (int) (took * 40))]++;
      }
      put(into, "calls_total", path, "200", calls[route]);
      put(into, "errors_total", path, "500", 3);
      put(into, "limit", path, "", 0.25);
      double cumulative = 0;
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        cumulative += buckets[route][bucket];
        put(into, "seconds_bucket", path, Integer.toString(bucket), cumulative);
      }
      put(into, "seconds_count", path, "", cumulative);
      put(into, "seconds_sum", path, "", seconds[route]);
    }
  }

  private void put(Recorder into, String name, String path, String le, double value) {
    if (next == handles.size()) {
      handles.add(into.series(name, new Labels(List.of("route", "le"), List.of(path, le))));
    }
    into.put(handles.get(next++), value);
  }
}
