package dev.tallyman.dashboard.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/**
 * Answers questions from a history.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: the futures fail with what {@link RangeSource} fails with.
 */
public final class Answers {
  private static final String LE = "le";

  private final RangeSource history;

  /** Answers from what the source tells. */
  public Answers(RangeSource history) {
    this.history = history;
  }

  /** One series for each group of labels, in their order, at the points of the grid. */
  public CompletableFuture<List<Timeline>> to(Question question, Grid grid) {
    Selector selector = question.selector();
    Sums.Labels by = Sums.Labels.only(question.by()).without(LE);
    Grid wider = grid.withOneBefore();
    return switch (question.function()) {
      case VALUE -> history.ask(selector, grid).thenApply(asked -> Sums.by(by, asked));
      case RATE ->
          history
              .counters(selector, wider)
              .thenApply(
                  asked ->
                      Sums.by(
                          by,
                          asked.stream()
                              .map(counter -> Increases.perSecond(counter, grid.stepMillis()))
                              .toList()));
      case INCREASE -> increases(selector, wider, by);
      case AVG ->
          increases(selector.suffixed("_sum"), wider, by)
              .thenCombine(increases(selector.suffixed("_count"), wider, by), Answers::quotients);
      case QUANTILE ->
          increases(selector.suffixed("_bucket"), wider, by.and(LE))
              .thenApply(buckets -> quantiles(buckets, by, question.quantile()));
    };
  }

  /** How much counters grew in each step of the grid but the first, by their labels. */
  public CompletableFuture<List<Timeline>> increases(Selector selector, Grid grid, Sums.Labels by) {
    return history
        .counters(selector, grid)
        .thenApply(asked -> Sums.by(by, asked.stream().map(Increases::of).toList()));
  }

  static List<Timeline> quotients(List<Timeline> sums, List<Timeline> counts) {
    Map<SortedMap<String, String>, Timeline> countsByLabels = new HashMap<>();
    counts.forEach(count -> countsByLabels.put(count.labels(), count));
    List<Timeline> averages = new ArrayList<>();
    for (Timeline sum : sums) {
      Timeline count = countsByLabels.get(sum.labels());
      if (count != null) {
        double[] values = new double[sum.points()];
        for (int point = 0; point < values.length; point++) {
          values[point] = count.at(point) > 0 ? sum.at(point) / count.at(point) : Double.NaN;
        }
        averages.add(Timeline.owning(sum.labels(), values));
      }
    }
    return averages;
  }

  static List<Timeline> quantiles(List<Timeline> buckets, Sums.Labels by, double share) {
    Map<SortedMap<String, String>, List<Timeline>> histograms = new HashMap<>();
    for (Timeline bucket : buckets) {
      if (bucket.labels().containsKey(LE)) {
        histograms.computeIfAbsent(by.of(bucket), unused -> new ArrayList<>()).add(bucket);
      }
    }
    List<Timeline> quantiles = new ArrayList<>(histograms.size());
    histograms.forEach((labels, histogram) -> quantiles.add(quantiles(labels, histogram, share)));
    quantiles.sort((a, b) -> Sums.compare(a.labels(), b.labels()));
    return quantiles;
  }

  private static Timeline quantiles(
      SortedMap<String, String> labels, List<Timeline> histogram, double share) {
    double[] bounds =
        histogram.stream()
            .mapToDouble(bucket -> Buckets.bound(bucket.labels().getOrDefault(LE, "")))
            .toArray();
    double[] values = new double[histogram.get(0).points()];
    for (int point = 0; point < values.length; point++) {
      Buckets.Collected collected = new Buckets.Collected();
      for (int i = 0; i < bounds.length; i++) {
        collected.add(bounds[i], histogram.get(i).at(point));
      }
      values[point] = collected.buckets().quantile(share);
    }
    return Timeline.owning(labels, values);
  }
}
