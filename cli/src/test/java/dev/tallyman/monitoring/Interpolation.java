package dev.tallyman.monitoring;

import dev.tallyman.monitoring.Dashboard.Variable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fills a dashboard's variables into a query, as Grafana's Prometheus data source does.
 *
 * <p>Threading: safe for all threads. Failure: {@link IllegalArgumentException} for a variable that
 * nobody defined and for forms that our dashboards don't use ({@code ${name:format}}).
 */
final class Interpolation {
  static final Set<String> BUILT_IN =
      Set.of(
          "__interval",
          "__interval_ms",
          "__rate_interval",
          "__rate_interval_ms",
          "__range",
          "__range_s",
          "__range_ms",
          "__all");

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)(:\\w+)?\\}|(\\w+))");
  private static final String ALL = "$__all";
  private static final int RATE_NEEDS_SCRAPES = 4;

  private final Map<String, String> values = new HashMap<>();

  /**
   * @param selected the values that a user has chosen, by variable; the others stay as the
   *     dashboard opens
   */
  Interpolation(
      Dashboard dashboard, TimeRange range, Pace pace, Map<String, List<String>> selected) {
    for (Variable variable : dashboard.variables()) {
      List<String> chosen = selected.getOrDefault(variable.name(), variable.selected());
      values.put(variable.name(), rendered(variable, chosen));
    }
    long stepMillis = pace.step().toMillis();
    long scrapeMillis = pace.scrapeInterval().toMillis();
    long rateMillis = Math.max(stepMillis + scrapeMillis, RATE_NEEDS_SCRAPES * scrapeMillis);
    long rangeMillis = range.length().toMillis();
    values.put("__interval", stepMillis + "ms");
    values.put("__interval_ms", Long.toString(stepMillis));
    values.put("__rate_interval", rateMillis + "ms");
    values.put("__rate_interval_ms", Long.toString(rateMillis));
    values.put("__range", range.length().toSeconds() + "s");
    values.put("__range_s", Long.toString(range.length().toSeconds()));
    values.put("__range_ms", Long.toString(rangeMillis));
  }

  /** How far apart the drawn points are, and how far apart the data source says scrapes are. */
  record Pace(Duration step, Duration scrapeInterval) {}

  String apply(String query) {
    return VARIABLE.matcher(query).replaceAll(match -> Matcher.quoteReplacement(value(match)));
  }

  /** The names of all variables that a text mentions. */
  static Set<String> variablesIn(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(Interpolation::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String value(MatchResult match) {
    String value = values.get(name(match));
    if (value == null) {
      throw new IllegalArgumentException("undefined variable: name=" + name(match));
    }
    if (match.group(2) != null) {
      throw new IllegalArgumentException("formats are not supported: text=" + match.group());
    }
    return value;
  }

  private static String name(MatchResult match) {
    return match.group(1) != null ? match.group(1) : match.group(3);
  }

  private static String rendered(Variable variable, List<String> chosen) {
    if (chosen.contains(ALL)) {
      return variable.json().path("allValue").asText();
    }
    if (variable.json().path("multi").asBoolean()
        || variable.json().path("includeAll").asBoolean()) {
      List<String> alternatives = chosen.stream().map(Interpolation::escapedForRegex).toList();
      String joined = String.join("|", alternatives);
      return alternatives.size() == 1 ? joined : "(" + joined + ")";
    }
    return chosen.stream().map(Interpolation::escapedForString).collect(Collectors.joining());
  }

  private static String escapedForRegex(String value) {
    // Twice: once for the regular expression, once for the PromQL string that holds it.
    return value.replaceAll("[\\\\^$.*+?()\\[\\]{}|]", "\\\\\\\\$0");
  }

  private static String escapedForString(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
