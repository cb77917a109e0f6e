package dev.tallyman.dashboard;

import dev.tallyman.dashboard.history.Grid;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From when to when somebody wants to know something: the parameters {@code from} and {@code to},
 * in seconds since the epoch, as RFC 3339 has it, or relative to now.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: a range that is none, or too long, is a {@link Problem.Found} that names the
 * parameter.
 */
record TimeRange(long fromMillis, long toMillis) {
  static final String FROM = "from";
  static final String TO = "to";
  static final String STEP = "step";
  static final Set<String> PARAMETERS = Set.of(FROM, TO);

  static final int MOST_POINTS = 2_000;

  private static final long SECOND = 1_000;
  private static final long LONGEST = 31 * 86_400 * SECOND;
  private static final int POINTS_BY_DEFAULT = 240;
  private static final long SHORTEST_STEP_BY_DEFAULT = 15 * SECOND;
  private static final Pattern SECONDS = Pattern.compile("\\d{1,11}(\\.\\d{1,9})?");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhdw])");

  static TimeRange of(Query query, long nowMillis) {
    long from = moment(FROM, query.one(FROM, "-1h"), nowMillis);
    long to = moment(TO, query.one(TO, "now"), nowMillis);
    if (from >= to) {
      throw bad(FROM, "from must be before to");
    }
    if (to - from > LONGEST) {
      throw bad(FROM, "from and to must not be more than 31 days apart");
    }
    return new TimeRange(from, to);
  }

  /**
   * The range in steps, as the parameter {@code step} wants them. Its moments are multiples of the
   * step, so that who asks again a little later gets the same ones.
   */
  Grid grid(Query query) {
    long step = step(query.one(STEP));
    long first = Math.floorDiv(fromMillis + step - 1, step) * step;
    if (first > toMillis) {
      throw bad(STEP, "step is longer than the range");
    }
    Grid grid = Grid.between(first, toMillis, step);
    if (grid.points() > MOST_POINTS) {
      throw bad(STEP, "step is too short: the range has more than " + MOST_POINTS + " of them");
    }
    return grid;
  }

  private long step(@Nullable String text) {
    if (text == null) {
      long exact = (toMillis - fromMillis) / POINTS_BY_DEFAULT;
      return Math.max(1, -Math.floorDiv(-exact, SHORTEST_STEP_BY_DEFAULT))
          * SHORTEST_STEP_BY_DEFAULT;
    }
    long step = SECONDS.matcher(text).matches() ? millis(text) : span(text);
    if (step < SECOND || step > LONGEST) {
      throw bad(STEP, "step must be a number of seconds, or such as 15s or 5m; from 1s to 31d");
    }
    return step;
  }

  private static long moment(String parameter, String text, long nowMillis) {
    if (text.equals("now")) {
      return nowMillis;
    }
    if (SECONDS.matcher(text).matches()) {
      return millis(text);
    }
    long ago = text.startsWith("-") ? span(text.substring(1)) : -1;
    if (ago >= 0 && ago <= nowMillis) {
      return nowMillis - ago;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw bad(
          parameter,
          parameter + " must be unix seconds, a moment such as 2026-11-21T14:00:00Z, -1h, or now");
    }
  }

  private static long millis(String seconds) {
    return Math.round(Double.parseDouble(seconds) * SECOND);
  }

  /** How long it is; -1 if it is none. */
  private static long span(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      return -1;
    }
    long seconds =
        switch (span.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          default -> 604_800;
        };
    return Long.parseLong(span.group(1)) * seconds * SECOND;
  }

  private static Problem.Found bad(String parameter, String detail) {
    return new Problem.Found(Problem.badParameter(parameter, detail));
  }
}
