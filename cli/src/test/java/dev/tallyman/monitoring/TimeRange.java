package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stretch of time that a dashboard shows, and the steps that Grafana draws it in.
 *
 * <p>Threading: safe for all threads. Failure: {@link IllegalArgumentException} that names the
 * text.
 */
record TimeRange(Instant from, Instant to) {
  private static final Pattern AGO = Pattern.compile("now(?:-(\\d+)([smhd]))?");

  /** The steps Grafana rounds to, in milliseconds, as far as a dashboard of a day needs them. */
  private static final List<Long> STEPS_MILLIS =
      List.of(
          1L,
          10L,
          20L,
          50L,
          100L,
          200L,
          500L,
          1_000L,
          2_000L,
          5_000L,
          10_000L,
          15_000L,
          20_000L,
          30_000L,
          60_000L,
          120_000L,
          300_000L,
          600_000L,
          900_000L,
          1_200_000L,
          1_800_000L,
          3_600_000L);

  /** Reads a dashboard's {@code time}, such as {@code now-1h} to {@code now}. */
  static TimeRange of(JsonNode time, Instant now) {
    return new TimeRange(
        moment(time.path("from").asText(), now), moment(time.path("to").asText(), now));
  }

  Duration length() {
    return Duration.between(from, to);
  }

  /** The nearest of Grafana's steps for this many points, but never finer than the scrapes. */
  Duration step(int points, Duration scrapeInterval) {
    long exact = length().toMillis() / points;
    long nearest = STEPS_MILLIS.get(0);
    for (long candidate : STEPS_MILLIS) {
      if (Math.abs(candidate - exact) <= Math.abs(nearest - exact)) {
        nearest = candidate;
      }
    }
    return Duration.ofMillis(Math.max(nearest, scrapeInterval.toMillis()));
  }

  private static Instant moment(String text, Instant now) {
    Matcher matcher = AGO.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a relative time: text=" + text);
    }
    if (matcher.group(1) == null) {
      return now;
    }
    long count = Long.parseLong(matcher.group(1));
    return now.minus(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }
}
