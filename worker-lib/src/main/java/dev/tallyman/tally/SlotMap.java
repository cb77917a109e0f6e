package dev.tallyman.tally;

import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;

/**
 * Which slot of a series means what, for each type of metric.
 *
 * <p>Threading: immutable.
 */
public final class SlotMap {
  /** A counter's whole increments, a whole number. */
  public static final int COUNTER_WHOLE = 0;

  /** A counter's fractional increments, a double. */
  public static final int COUNTER_FRACTION = 1;

  /** A gauge's value, a double. */
  public static final int GAUGE_VALUE = 0;

  /** When a gauge of a most-recent mode was set, in milliseconds since the epoch, or 0. */
  public static final int GAUGE_SET_AT = 1;

  /**
   * The sum of a histogram's or summary's observations, or of those that fell into a page, a
   * double. Read before the counts.
   */
  public static final int SUM = 0;

  /**
   * A histogram's lowest bucket, a whole number; the others follow, the one above all bounds last.
   */
  public static final int FIRST_BUCKET = 1;

  /** A summary's count, a whole number. */
  public static final int SUMMARY_COUNT = 1;

  /** How many observations were as good as zero, where there are exponential buckets. */
  public static final int ZEROS = 1;

  /** The lowest bucket of a page of exponential ones, a whole number; the others follow. */
  public static final int FIRST_IN_PAGE = 1;

  /**
   * The lowest classic bucket of a histogram with native ones, a whole number; the others follow.
   * There is none above all bounds: what lies there is in the native buckets alone.
   */
  public static final int FIRST_CLASSIC = 2;

  /** 1 if the info series, or the first state of a state set, is on; other states follow. */
  public static final int FIRST_FLAG = 0;

  /** What a gauge's value holds once it is taken away: not-a-number, but none that is computed. */
  static final long NO_GAUGE = 0x7ff8_7461_6c6c_7900L;

  /** What the first state holds once its set is taken away. */
  private static final long NO_STATES = -1;

  private SlotMap() {}

  /**
   * What the first slot of a series holds once the series is taken away.
   *
   * @throws IllegalArgumentException for a type whose slots are summed: what was counted stays
   */
  static long takenAway(MetricType type) {
    return switch (type) {
      case GAUGE -> NO_GAUGE;
      case INFO -> 0;
      case STATE_SET -> NO_STATES;
      case COUNTER, HISTOGRAM, SUMMARY, NATIVE_HISTOGRAM, QUANTILE_SUMMARY ->
          throw new IllegalArgumentException("can't be taken away: type=" + type);
    };
  }

  /** Whether a series whose first slot holds this is taken away. */
  public static boolean isTakenAway(MetricType type, long firstSlot) {
    return !summed(type) && firstSlot == takenAway(type);
  }

  /** How many slots a series of the family has. */
  public static int slotCount(Family family) {
    return switch (family.type()) {
      case COUNTER, SUMMARY -> 2;
      case GAUGE -> hasSetAt(family) ? 2 : 1;
      case HISTOGRAM -> FIRST_BUCKET + family.upperBounds().size() + 1;
      case NATIVE_HISTOGRAM, QUANTILE_SUMMARY -> FIRST_CLASSIC + family.upperBounds().size();
      case INFO -> 1;
      case STATE_SET -> family.states().size();
    };
  }

  /** Whether slots of the type are summed over all lanes of their block. */
  public static boolean summed(MetricType type) {
    return switch (type) {
      case COUNTER, HISTOGRAM, SUMMARY, NATIVE_HISTOGRAM, QUANTILE_SUMMARY -> true;
      case GAUGE, INFO, STATE_SET -> false;
    };
  }

  /** Whether a gauge keeps when it was set. */
  public static boolean hasSetAt(Family family) {
    GaugeMode mode = family.gaugeMode();
    return mode != null && mode.rule() == GaugeMode.Rule.MOST_RECENT;
  }
}
