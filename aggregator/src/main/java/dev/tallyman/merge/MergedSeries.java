package dev.tallyman.merge;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.SeriesView;
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
  private int @Nullable [] ownBuckets;
  private double gauge;
  private long setAtMillis;
  private long createdMillis;
  private boolean present;

  /** Most series have none. */
  private @Nullable NewestExemplars exemplars;

  /** A series that nobody has a part in yet. */
  public MergedSeries(Family family, Labels labels) {
    this.family = family;
    this.labels = labels;
    this.counts =
        switch (family.type()) {
          case COUNTER, GAUGE -> new long[0];
          case HISTOGRAM -> new long[family.upperBounds().size() + 1];
          case SUMMARY, INFO -> new long[1];
          case STATE_SET -> new long[family.states().size()];
        };
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
    gauge = 0;
    setAtMillis = 0;
    createdMillis = 0;
    present = false;
    if (exemplars != null) {
      exemplars.clear();
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
      case HISTOGRAM -> IntStream.rangeClosed(0, family.upperBounds().size()).toArray();
      case COUNTER, GAUGE, SUMMARY, INFO, STATE_SET -> ONE_BUCKET;
    };
  }

  /**
   * Adds one worker's part.
   *
   * @param live whether the worker lives
   * @param buckets where the worker's buckets are among the merged ones
   */
  void add(SeriesReading part, boolean live, int[] buckets) {
    switch (family.type()) {
      case COUNTER -> {
        addWhole(part.wholeCount());
        part.addTo(exact);
      }
      case GAUGE -> {
        if (!part.isPresent() || !addGauge(part, live)) {
          return;
        }
      }
      case HISTOGRAM, SUMMARY -> {
        part.addTo(exact);
        for (int i = 0; i < buckets.length; i++) {
          counts[buckets[i]] += part.bucketCount(i);
        }
      }
      case INFO -> {
        if (!part.flag(0)) {
          return;
        }
        counts[0] = 1;
      }
      case STATE_SET -> {
        if (!part.isPresent()) {
          return;
        }
        addStates(part, live);
      }
    }
    List<Exemplar> examples = part.exemplars();
    if (!examples.isEmpty()) {
      keepNewest(examples);
    }
    createdMillis = present ? Math.min(createdMillis, part.createdMillis()) : part.createdMillis();
    present = true;
  }

  private void keepNewest(List<Exemplar> examples) {
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

  private boolean addGauge(SeriesReading part, boolean live) {
    GaugeMode mode = Objects.requireNonNull(family.gaugeMode());
    double value = part.gaugeValue();
    if (mode.liveOnly() && !live) {
      return false;
    }
    switch (mode.rule()) {
      case EACH -> gauge = value;
      case SUM -> part.addTo(exact);
      case MIN -> gauge = present ? Math.min(gauge, value) : value;
      case MAX -> gauge = present ? Math.max(gauge, value) : value;
      case MOST_RECENT -> {
        return addMostRecent(value, part.gaugeSetAtMillis());
      }
    }
    return true;
  }

  /** A gauge that was never set has nothing to say; of two set at once, the larger value wins. */
  private boolean addMostRecent(double value, long at) {
    if (at == 0) {
      return false;
    }
    if (!present || at > setAtMillis || (at == setAtMillis && Double.compare(value, gauge) > 0)) {
      gauge = value;
      setAtMillis = at;
    }
    return true;
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
  public double gaugeValue() {
    return isSum() ? exact.value() : gauge;
  }

  @Override
  public long gaugeSetAtMillis() {
    return setAtMillis;
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
      case HISTOGRAM, SUMMARY, STATE_SET -> 0;
    };
  }

  private boolean isSum() {
    GaugeMode mode = family.gaugeMode();
    return mode != null && mode.rule() == GaugeMode.Rule.SUM;
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
  public boolean stateOn(int state) {
    return counts[state] != 0;
  }

  @Override
  public long createdMillis() {
    return createdMillis;
  }
}
