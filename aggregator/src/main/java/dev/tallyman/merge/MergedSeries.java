package dev.tallyman.merge;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all workers' parts of one series come to. It is cleared, then each part is added; the order
 * does not matter. The result can be read as if one worker had recorded all of it, and so be merged
 * again: that is how the dead are folded together.
 *
 * <p>Threading: one thread at a time.
 */
public final class MergedSeries implements SeriesView, SeriesReading {
  private final Family family;
  private final Labels labels;
  private final ExactSum exact = new ExactSum();

  /** Whole increments that are not in the exact sum yet. */
  private long whole;

  private final long[] counts;
  private final @Nullable MergedGauge gauge;

  /** Also of a family without, as long as a worker has it with exponential buckets. */
  private @Nullable MergedSketch sketch;

  private @Nullable NewestExemplars exemplars;
  private @Nullable Fit ownFit;

  /** Of native histograms, what the classic buckets below the last have: it is in both kinds. */
  private long countedTwice;

  private long createdMillis;
  private long diedMillis;
  private boolean present;

  /** A series that nobody has a part in yet. */
  public MergedSeries(Family family, Labels labels) {
    this.family = family;
    this.labels = labels;
    this.counts = new long[Fit.places(family)];
    GaugeMode mode = family.gaugeMode();
    this.gauge = mode == null ? null : new MergedGauge(mode);
    SketchRules rules = family.sketch();
    this.sketch = rules == null ? null : new MergedSketch(rules);
  }

  @Override
  public boolean isPresent() {
    return present;
  }

  void clear() {
    exact.reset();
    whole = 0;
    countedTwice = 0;
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

  /**
   * All parts have been added. What is in exponential buckets and in no classic one is, as far as
   * anybody knows, above all bounds; so the count is that of all.
   */
  void settle(long now) {
    if (sketch != null && present) {
      counts[counts.length - 1] += Math.max(0, sketch.all().count() - countedTwice);
      if (family.sketch() != null) {
        sketch.settle(createdMillis, now);
      }
    }
  }

  /** Adds the part of a worker that has died then, and had the same family. */
  public void addDead(SeriesReading part, long millis) {
    diedMillis = Math.max(diedMillis, millis);
    if (ownFit == null) {
      ownFit = Fit.same(family);
    }
    boolean unused = add(part, false, ownFit);
  }

  /**
   * Adds one worker's part.
   *
   * @param live whether the worker lives
   * @param fit how the worker's family goes into this one
   * @return false if a number below zero may have been added: then what stands here is not to be
   *     used unless the part {@linkplain dev.tallyman.model.Soundness is sound} nevertheless
   */
  boolean add(SeriesReading part, boolean live, Fit fit) {
    if (!part.isPresent()) {
      return true;
    }
    boolean sound = true;
    switch (fit.type()) {
      case COUNTER -> sound = addCounter(part);
      case GAUGE -> {
        if (gauge == null || !gauge.add(part, live, exact)) {
          return true;
        }
      }
      case HISTOGRAM, SUMMARY -> sound = addCounts(part, fit);
      case NATIVE_HISTOGRAM, QUANTILE_SUMMARY -> sound = addSketch(part, fit);
      case INFO -> {
        if (!part.flag(0)) {
          return true;
        }
        counts[0] = 1;
      }
      case STATE_SET -> {
        for (int i = 0; live && i < counts.length; i++) {
          counts[i] |= part.flag(i) ? 1 : 0;
        }
      }
    }
    exemplars = NewestExemplars.with(exemplars, family, part.exemplars());
    createdMillis = present ? Math.min(createdMillis, part.createdMillis()) : part.createdMillis();
    present = true;
    return sound;
  }

  private boolean addCounter(SeriesReading part) {
    long count = part.wholeCount();
    addWhole(count);
    part.addTo(exact);
    return count >= 0 && exact.neverFell();
  }

  private boolean addCounts(SeriesReading part, Fit fit) {
    part.addTo(exact);
    if (sketch != null && family.type() == MetricType.NATIVE_HISTOGRAM) {
      fit.addStandIns(part, sketch);
    }
    return fit.addCounts(part, fit.size(), counts) >= 0;
  }

  private boolean addSketch(SeriesReading part, Fit fit) {
    part.addTo(exact);
    long total = fit.addCounts(part, fit.size() - 1, counts);
    countedTwice += total;
    if (sketch == null) {
      sketch = new MergedSketch(Objects.requireNonNull(part.family().sketch()));
    }
    return sketch.add(part) && total >= 0;
  }

  /** Most counters count in ones, and adding these as long numbers is exact and fast. */
  private void addWhole(long count) {
    long sum = whole + count;
    if (((whole ^ sum) & (count ^ sum)) < 0) { // it overflows
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

  /** When the last worker died that had it, of those {@linkplain #addDead added} as dead. */
  long diedMillis() {
    return diedMillis;
  }
}
