package dev.tallyman.merge;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.SeriesReading;

/**
 * What all workers' parts of one gauge come to, by its mode.
 *
 * <p>Threading: one thread at a time.
 */
final class MergedGauge {
  private final GaugeMode mode;
  private double value;
  private long setAtMillis;
  private boolean any;

  /** Of a gauge that is one worker's: whether that worker lives, and when it began the gauge. */
  private boolean ownerLives;

  private long beganMillis;

  MergedGauge(GaugeMode mode) {
    this.mode = mode;
  }

  void clear() {
    value = 0;
    setAtMillis = 0;
    any = false;
  }

  /**
   * Adds one worker's part, to a sum that is kept elsewhere if the mode is one.
   *
   * @return whether it has a say
   */
  boolean add(SeriesReading part, boolean live, ExactSum sum) {
    if (mode.liveOnly() && !live) {
      return false;
    }
    double own = part.gaugeValue();
    switch (mode.rule()) {
      case EACH -> setOwn(own, live, part.createdMillis());
      case SUM -> part.addTo(sum);
      case MIN -> value = any ? Math.min(value, own) : own;
      case MAX -> value = any ? Math.max(value, own) : own;
      case MOST_RECENT -> {
        return addMostRecent(own, part.gaugeSetAtMillis());
      }
    }
    any = true;
    return true;
  }

  /**
   * Several workers can be one to the page: a container's next one has the pid of the last. So the
   * living one says what the gauge is, and of several the one that began it last.
   */
  private void setOwn(double own, boolean live, long began) {
    boolean later = began > beganMillis || (began == beganMillis && Double.compare(own, value) > 0);
    if (!any || (live == ownerLives ? later : live)) {
      value = own;
      ownerLives = live;
      beganMillis = began;
    }
  }

  /** A gauge that was never set has nothing to say; of two set at once, the larger value wins. */
  private boolean addMostRecent(double own, long at) {
    if (at == 0) {
      return false;
    }
    if (!any || at > setAtMillis || (at == setAtMillis && Double.compare(own, value) > 0)) {
      value = own;
      setAtMillis = at;
    }
    any = true;
    return true;
  }

  double value(ExactSum sum) {
    return mode.rule() == GaugeMode.Rule.SUM ? sum.value() : value;
  }

  long setAtMillis() {
    return setAtMillis;
  }
}
