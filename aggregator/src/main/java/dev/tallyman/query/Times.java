package dev.tallyman.query;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moments and durations as they stand in parameters.
 *
 * <p>Threading: stateless.
 */
final class Times {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d{1,9})y)?(?:(\\d{1,9})w)?(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?"
              + "(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
  private static final long[] UNIT_MILLIS = {
    31_536_000_000L, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };

  /** Some 30,000 years: what is beyond can't be told from a mistake. */
  private static final double LIMIT_SECONDS = 1e12;

  private Times() {}

  /**
   * A moment in milliseconds since the epoch: seconds with fractions, or RFC 3339.
   *
   * @throws QueryException if it is neither
   */
  static long moment(String parameter, String text) throws QueryException {
    if (NUMBER.matcher(text).matches()) {
      double seconds = Double.parseDouble(text);
      if (Math.abs(seconds) < LIMIT_SECONDS) {
        return Math.round(seconds * 1_000);
      }
    } else {
      try {
        return OffsetDateTime.parse(text).toInstant().toEpochMilli();
      } catch (DateTimeParseException | ArithmeticException e) {
        throw notAMoment(parameter, text);
      }
    }
    throw notAMoment(parameter, text);
  }

  private static QueryException notAMoment(String parameter, String text) {
    return QueryException.badParameter(
        parameter, "cannot parse \"" + text + "\" to a valid timestamp");
  }

  /**
   * A duration in milliseconds: seconds with fractions, or such as {@code 1h30m}.
   *
   * @throws QueryException if it is neither
   */
  static long duration(String parameter, String text) throws QueryException {
    if (NUMBER.matcher(text).matches()) {
      double seconds = Double.parseDouble(text);
      if (Math.abs(seconds) < LIMIT_SECONDS) {
        return Math.round(seconds * 1_000);
      }
    }
    Matcher parts = DURATION.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw QueryException.badParameter(
          parameter, "cannot parse \"" + text + "\" to a valid duration");
    }
    long millis = 0;
    for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
      String number = parts.group(unit + 1);
      millis += number == null ? 0 : Long.parseLong(number) * UNIT_MILLIS[unit];
    }
    return millis;
  }
}
