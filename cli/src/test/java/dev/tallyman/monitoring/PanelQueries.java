package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallyman.monitoring.Dashboard.Panel;
import dev.tallyman.monitoring.Dashboard.Query;
import dev.tallyman.monitoring.Interpolation.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens a dashboard on a real Prometheus: sends the queries of its panels as Grafana would at this
 * moment, and hands the answers on as Grafana would.
 *
 * <p>Threading: one thread at a time. Failure: an {@link AssertionError} with Prometheus' words.
 */
final class PanelQueries {
  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
  private static final int POINTS = 1_000;

  private final PrometheusServer prometheus;
  private final TimeRange range;
  private final Duration step;
  private final Interpolation interpolation;

  /**
   * @param selected what a user has chosen, by variable; the rest is as the dashboard opens
   */
  PanelQueries(
      PrometheusServer prometheus,
      Dashboard dashboard,
      Duration scrapeInterval,
      Map<String, List<String>> selected) {
    this.prometheus = prometheus;
    this.range = TimeRange.of(dashboard.json().path("time"), Instant.now());
    this.step = range.step(POINTS, scrapeInterval);
    this.interpolation =
        new Interpolation(dashboard, range, new Pace(step, scrapeInterval), selected);
  }

  /** The series that a query brings. */
  JsonNode series(Query query) {
    String promql = interpolation.apply(query.expression());
    return query.instant()
        ? prometheus.query(promql, range.to())
        : prometheus.queryRange(promql, range.from(), range.to(), step);
  }

  /** What is wrong with the answers to a panel's queries; a finding for each. */
  List<String> findings(Panel panel) {
    List<String> findings = new ArrayList<>();
    for (Query query : panel.queries()) {
      String name = panel.name() + " " + query.refId();
      JsonNode series = series(query);
      if (series.isEmpty()) {
        findings.add(name + ": no data: query=" + interpolation.apply(query.expression()));
      } else if (Dashboard.each(series).allMatch(each -> numbers(each).isEmpty())) {
        findings.add(name + ": only NaN: query=" + interpolation.apply(query.expression()));
      }
      Matcher labels = LEGEND_LABEL.matcher(query.legend());
      while (labels.find()) {
        String label = labels.group(1);
        if (Dashboard.each(series).anyMatch(each -> !each.path("metric").has(label))) {
          findings.add(name + ": the legend names a label that a series lacks: label=" + label);
        }
      }
    }
    return findings;
  }

  /** The values of a variable, from its own query. */
  List<String> values(Dashboard.Variable variable) {
    Matcher matcher =
        Pattern.compile("label_values\\((.*), (\\w+)\\)").matcher(variable.valuesQuery());
    if (!matcher.matches()) {
      throw new AssertionError("not understood: query=" + variable.valuesQuery());
    }
    return prometheus.labelValues(matcher.group(2), interpolation.apply(matcher.group(1)));
  }

  /** The numbers of one series that a chart would draw. */
  static List<Double> numbers(JsonNode series) {
    JsonNode points = series.has("values") ? series.path("values") : wrapped(series.path("value"));
    return Dashboard.each(points)
        .map(point -> PrometheusServer.number(point.path(1)))
        .filter(Double::isFinite)
        .toList();
  }

  /** The answers to a table panel's queries as data frames, a column for each label. */
  ArrayNode tableFrames(Panel panel) {
    ArrayNode frames = Repository.JSON.createArrayNode();
    for (Query query : panel.queries()) {
      JsonNode series = series(query);
      Set<String> labels = new LinkedHashSet<>();
      series.forEach(each -> each.path("metric").fieldNames().forEachRemaining(labels::add));
      ObjectNode frame = frames.addObject().put("refId", query.refId());
      ArrayNode fields = frame.putArray("fields");
      ArrayNode times = column(fields, "Time", "time");
      series.forEach(each -> times.add(each.path("value").path(0).asLong()));
      for (String label : labels) {
        ArrayNode column = column(fields, label, "string");
        series.forEach(each -> column.add(each.path("metric").path(label)));
      }
      ArrayNode values = column(fields, "Value #" + query.refId(), "number");
      series.forEach(each -> values.add(PrometheusServer.number(each.path("value").path(1))));
    }
    return frames;
  }

  private static ArrayNode column(ArrayNode fields, String name, String type) {
    return fields.addObject().put("name", name).put("type", type).putArray("values");
  }

  private static ArrayNode wrapped(JsonNode point) {
    return Repository.JSON.createArrayNode().add(point);
  }
}
