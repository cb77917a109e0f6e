package dev.tallyman.exposition;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import java.util.List;

/**
 * A family and its series as a test says they are.
 *
 * @param family what the series have in common
 * @param series the series
 */
public record Reading(Family family, List<Point> series) implements FamilyView {

  /** A reading of a family without unit, bounds or states: a counter, a summary or an info. */
  public static Reading of(String name, MetricType type, Point... series) {
    List<String> labelNames = series.length == 0 ? List.of() : series[0].labels().names();
    return new Reading(Family.of(name, type, "Help of " + name + ".", labelNames), List.of(series));
  }

  public static Reading counter(String name, Point... series) {
    return of(name, MetricType.COUNTER, series);
  }

  public static Reading gauge(String name, Point... series) {
    List<String> labelNames = series.length == 0 ? List.of() : series[0].labels().names();
    Family family = Family.gauge(name, GaugeMode.SUM, "Help of " + name + ".", labelNames);
    return new Reading(family, List.of(series));
  }

  public static Reading histogram(String name, List<Double> bounds, Point... series) {
    List<String> labelNames = series.length == 0 ? List.of() : series[0].labels().names();
    Family family = Family.histogram(name, bounds, "Help of " + name + ".", labelNames);
    return new Reading(family, List.of(series));
  }

  public static Reading stateSet(String name, List<String> states, Point... series) {
    List<String> labelNames = series.length == 0 ? List.of() : series[0].labels().names();
    Family family =
        new Family(
            name,
            MetricType.STATE_SET,
            "Help of " + name + ".",
            "",
            null,
            labelNames,
            List.of(),
            states);
    return new Reading(family, List.of(series));
  }

  /**
   * Every type, with what is awkward about each. In the order of client_java, which sorts families
   * by name, labels by name and series by labels.
   */
  public static List<Reading> ofEveryType() {
    return List.of(
        of("build", MetricType.INFO, Point.of("java", "17", "version", "1.2").value(1)),
        histogram(
            "latency_seconds",
            List.of(0.005, 1.0, 1e10),
            Point.of("method", "GET", "path", "/a").buckets(12.75, 1, 2, 3, 4),
            Point.of("method", "PUT", "path", "/a").buckets(0, 0, 0, 0, 0)),
        stateSet("mode", List.of("off", "on"), Point.of("unit", "x").states(false, true)),
        of("payload", MetricType.SUMMARY, Point.of().observed(3, 1.5e8)),
        requests(),
        gauge(
            "temperature",
            Point.of("room", "").value(Double.NaN),
            Point.of("room", "a \"b\" \\c\nd é 𝄞").value(-3.25),
            Point.of("room", "infinite").value(Double.POSITIVE_INFINITY),
            Point.of("room", "zero").value(0)));
  }

  private static Reading requests() {
    Family family =
        new Family(
            "requests_calls",
            MetricType.COUNTER,
            "Calls \"so far\",\nby a\\b.",
            "calls",
            null,
            List.of("status"),
            List.of(),
            List.of());
    return new Reading(
        family,
        List.of(
            Point.of("status", "200").value(123456789),
            Point.of("status", "404").value(17),
            Point.of("status", "500").value(0.1 + 0.2)));
  }
}
