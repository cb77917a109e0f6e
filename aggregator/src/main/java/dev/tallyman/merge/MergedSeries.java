package dev.tallyman.merge;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What all workers' parts of one series come to. It is cleared, then each part is added; the order
 * does not matter. The result can be read as if one worker had recorded all of it, and so be merged
 * again: that is how the dead are folded together.
 *
 * <p>Threading: one thread at a time.
 */
public final class MergedSeries implements SeriesView, SeriesReading {
  static final int[] ONE_BUCKET = {0};

  private final Family family;
  private final Labels labels;
  private final ExactSum exact = new ExactSum();

  /** Whole increments that are not in the exact sum yet. */
  private long whole;

  private final long[] counts;
  private final @Nullable MergedGauge gauge;
  private final @Nullable MergedSketch sketch;
  private @Nullable NewestExemplars exemplars;
  private int @Nullable [] ownBuckets;
  private long createdMillis;
  private boolean present;

  /** A series that nobody has a part in yet. */
  public MergedSeries(Family family, Labels labels) {
    this.family = family;
    this.labels = labels;
    this.counts =
        switch (family.type()) {
          case COUNTER, GAUGE -> new long[0];
          case HISTOGRAM, NATIVE_HISTOGRAM -> new long[family.upperBounds().size() + 1];
          case SUMMARY, QUANTILE_SUMMARY, INFO -> new long[1];
          case STATE_SET -> new long[family.states().size()];
        };
    GaugeMode mode = family.gaugeMode();
    this.gauge = mode == null ? null : new MergedGauge(mode);
    SketchRules rules = family.sketch();
    this.sketch = rules == null ? null : new MergedSketch(rules);
  }

  /** Whether any worker has a say in it now. */
  @Override
  public boolean isPresent() {
    return present;
  }

  void clear() {
    exact.reset();
    whole = 0;
    Arrays.fill(counts, 0);
    createdMillis = 0;
    present = false;
    if (exemplars != null) {
      exemplars.clear();
    }
    if (gauge != null) {
      gauge.clear();
    }
    if (sketch != null) {
      sketch.clear();
    }
  }

  /** All parts have been added. Of exponential buckets the classic ones take what is left. */
  void settle(long now) {
    if (sketch != null && present) {
      int last = counts.length - 1;
      counts[last] = 0;
      counts[last] = Math.max(0, sketch.all().count() - count());
      sketch.settle(createdMillis, now);
    }
  }

  /** Adds the part of a worker that is dead, and had the same bounds. */
  public void addDead(SeriesReading part) {
    if (ownBuckets == null) {
      ownBuckets = ownBuckets(family);
    }
    add(part, false, ownBuckets);
  }

  /** The places of a family's own buckets: each is where it is. */
  static int[] ownBuckets(Family family) {
    return switch (family.type()) {
      case HISTOGRAM, NATIVE_HISTOGRAM ->
          IntStream.rangeClosed(0, family.upperBounds().size()).toArray();
      case COUNTER, GAUGE, SUMMARY, QUANTILE_SUMMARY, INFO, STATE_SET -> ONE_BUCKET;
    };
  }

  /**
   * Adds one worker's part.
   *
   * @param live whether the worker lives
   * @param buckets where the worker's buckets are among the merged ones
   */
  void add(SeriesReading part, boolean live, int[] buckets) {
    if (!part.isPresent()) {
      return;
    }
    switch (family.type()) {
      case COUNTER -> {
        addWhole(part.wholeCount());
        part.addTo(exact);
      }
      case GAUGE -> {
        if (gauge == null || !gauge.add(part, live, exact)) {
          return;
        }
      }
      case HISTOGRAM, SUMMARY -> {
        part.addTo(exact);
        for (int i = 0; i < buckets.length; i++) {
          counts[buckets[i]] += part.bucketCount(i);
        }
      }
      case NATIVE_HISTOGRAM, QUANTILE_SUMMARY -> {
        part.addTo(exact);
        for (int i = 0; i < buckets.length - 1; i++) {
          counts[buckets[i]] += part.bucketCount(i);
        }
        Objects.requireNonNull(sketch).add(part);
      }
      case INFO -> {
        if (!part.flag(0)) {
          return;
        }
        counts[0] = 1;
      }
      case STATE_SET -> addStates(part, live);
    }
    keepNewest(part.exemplars());
    createdMillis = present ? Math.min(createdMillis, part.createdMillis()) : part.createdMillis();
    present = true;
  }

  private void keepNewest(List<Exemplar> examples) {
    if (examples.isEmpty()) {
      return;
    }
    if (exemplars == null) {
      exemplars = new NewestExemplars(family);
    }
    exemplars.add(examples);
  }

  /** Most counters count in ones, and adding these as long numbers is exact and fast. */
  private void addWhole(long count) {
    long sum = whole + count;
    boolean overflows = ((whole ^ sum) & (count ^ sum)) < 0;
    if (overflows) {
      exact.add(count);
    } else {
      whole = sum;
    }
  }

  private ExactSum exactSum() {
    if (whole != 0) {
      exact.add(whole);
      whole = 0;
    }
    return exact;
  }

  private void addStates(SeriesReading part, boolean live) {
    for (int i = 0; live && i < counts.length; i++) {
      if (part.flag(i)) {
        counts[i] = 1;
      }
    }
  }

  @Override
  public @Nullable Exemplar exemplar(int bucket) {
    return exemplars == null ? null : exemplars.get(bucket);
  }

  @Override
  public List<Exemplar> exemplars() {
    return exemplars == null ? List.of() : exemplars.all();
  }

  @Override
  public Family family() {
    return family;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public List<String> labelValues() {
    return labels.values();
  }

  /** None apart from the exact sum, which {@link #addTo} gives. */
  @Override
  public long wholeCount() {
    return 0;
  }

  @Override
  public void addTo(ExactSum sum) {
    sum.add(exactSum());
  }

  @Override
  public void addTo(Sketch other) {
    if (sketch != null) {
      sketch.addTo(other);
    }
  }

  @Override
  public double gaugeValue() {
    return gauge == null ? 0 : gauge.value(exact);
  }

  @Override
  public long gaugeSetAtMillis() {
    return gauge == null ? 0 : gauge.setAtMillis();
  }

  @Override
  public boolean flag(int place) {
    return counts[place] != 0;
  }

  @Override
  public double value() {
    return switch (family.type()) {
      case COUNTER -> exactSum().value();
      case GAUGE -> gaugeValue();
      case INFO -> counts[0];
      case HISTOGRAM, SUMMARY, NATIVE_HISTOGRAM, QUANTILE_SUMMARY, STATE_SET -> 0;
    };
  }

  @Override
  public long count() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  @Override
  public double sum() {
    return exact.value();
  }

  @Override
  public long bucketCount(int bucket) {
    return counts[bucket];
  }

  @Override
  public Sketch sketch() {
    return sketch == null ? new Sketch() : sketch.all();
  }

  @Override
  public double quantile(int place) {
    return sketch == null ? Double.NaN : sketch.quantile(place);
  }

  @Override
  public boolean stateOn(int state) {
    return counts[state] != 0;
  }

  @Override
  public long createdMillis() {
    return createdMillis;
  }
}
