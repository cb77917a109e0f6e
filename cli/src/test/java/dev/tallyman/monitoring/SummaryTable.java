package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.monitoring.ScrapeTarget.Route;
import dev.tallyman.monitoring.ScrapeTarget.Totals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Endpoint Performance Summary as a reader sees it. Threading: safe for all threads. */
record SummaryTable(List<String> columns, Map<Route, Totals> rows, Map<Route, Double> averages) {

  /** Reads what {@link GrafanaJudge#table} gives for the summary panel. */
  static SummaryTable of(JsonNode tables) {
    if (tables.size() != 1) {
      throw new AssertionError("the queries were not joined: tables=" + tables);
    }
    JsonNode table = tables.get(0);
    List<String> columns = Dashboard.each(table).map(field -> field.path("name").asText()).toList();
    Map<String, JsonNode> values = new HashMap<>();
    table.forEach(field -> values.put(field.path("name").asText(), field.path("values")));
    Map<Route, Totals> rows = new HashMap<>();
    Map<Route, Double> averages = new HashMap<>();
    for (int row = 0; row < table.path(0).path("values").size(); row++) {
      Route route =
          new Route(cell(values, "Method", row).asText(), cell(values, "Endpoint", row).asText());
      double calls = cell(values, "Total Calls", row).asDouble();
      double seconds = cell(values, "Total Time", row).asDouble();
      if (rows.put(route, new Totals(calls, seconds)) != null) {
        throw new AssertionError("two rows for one endpoint: route=" + route);
      }
      averages.put(route, cell(values, "Average Response Time", row).asDouble());
    }
    return new SummaryTable(columns, rows, averages);
  }

  private static JsonNode cell(Map<String, JsonNode> columns, String name, int row) {
    JsonNode column = columns.get(name);
    if (column == null || !column.has(row)) {
      throw new AssertionError("no such cell: column=%s, row=%d".formatted(name, row));
    }
    return column.path(row);
  }
}
