package dev.tallyman.model;

import java.util.Locale;

/**
 * How the gauges of many workers become one: the ten modes of client_python's multiprocess mode,
 * under the same names.
 *
 * <p>Running example, used in every description: the live worker A has set 3, the live worker B has
 * set 5 after that, and worker C, dead by now, had set 4 last of all.
 *
 * <p>A {@code live} mode leaves with its worker at once; the others keep what the dead have set.
 *
 * <p>Threading: immutable.
 */
public enum GaugeMode {
  /** One series a worker, told apart by the label {@code pid}: A 3, B 5, C 4. */
  ALL(1, Rule.EACH, false),
  /** One series a live worker: A 3, B 5. */
  LIVEALL(2, Rule.EACH, true),
  /** The sum: 12. */
  SUM(3, Rule.SUM, false),
  /** The sum over the live: 8. */
  LIVESUM(4, Rule.SUM, true),
  /** The smallest: 3. */
  MIN(5, Rule.MIN, false),
  /** The smallest of the live: 3. */
  LIVEMIN(6, Rule.MIN, true),
  /** The largest: 5. */
  MAX(7, Rule.MAX, false),
  /** The largest of the live: 5. */
  LIVEMAX(8, Rule.MAX, true),
  /** What was set last: 4. Such a gauge can be set, but not incremented. */
  MOSTRECENT(9, Rule.MOST_RECENT, false),
  /** What a live worker set last: 5. Such a gauge can be set, but not incremented. */
  LIVEMOSTRECENT(10, Rule.MOST_RECENT, true);

  /** What a mode does with several values, whoever they come from. */
  public enum Rule {
    EACH,
    SUM,
    MIN,
    MAX,
    MOST_RECENT
  }

  private final int code;
  private final Rule rule;
  private final boolean liveOnly;

  GaugeMode(int code, Rule rule, boolean liveOnly) {
    this.code = code;
    this.rule = rule;
    this.liveOnly = liveOnly;
  }

  /** The number that stands for this mode in a tally file. */
  public int code() {
    return code;
  }

  /** The name that client_python gives it, for example {@code livesum}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What becomes of several values. */
  public Rule rule() {
    return rule;
  }

  /** Whether the dead have no say. */
  public boolean liveOnly() {
    return liveOnly;
  }

  /**
   * The mode that client_python calls so.
   *
   * @throws IllegalArgumentException if no mode is called so
   */
  public static GaugeMode ofLabel(String label) {
    for (GaugeMode mode : values()) {
      if (mode.label().equals(label)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("unknown gauge mode: mode=\"" + label + "\"");
  }

  /**
   * The mode with the given code.
   *
   * @throws IllegalArgumentException if no mode has it
   */
  public static GaugeMode ofCode(int code) {
    for (GaugeMode mode : values()) {
      if (mode.code == code) {
        return mode;
      }
    }
    throw new IllegalArgumentException("unknown gauge mode: code=" + code);
  }
}
