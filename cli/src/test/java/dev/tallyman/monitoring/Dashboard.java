package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Grafana dashboard, as far as the tests look into it; {@code json} has the rest.
 *
 * <p>Threading: safe for all threads as long as nobody changes {@code json}. Failure: absent parts
 * read as empty, so that {@link DashboardLint} can say what is missing.
 */
record Dashboard(JsonNode json, List<Panel> panels, List<Variable> variables) {

  /** One panel with the queries it sends. */
  record Panel(JsonNode json, List<Query> queries) {
    int id() {
      return json.path("id").asInt();
    }

    String title() {
      return json.path("title").asText();
    }

    /** A heading over other panels, without queries. */
    boolean isRow() {
      return json.path("type").asText().equals("row");
    }

    /** How findings name the panel. */
    String name() {
      return "panel %d '%s'".formatted(id(), title());
    }
  }

  /** One query of a panel; {@code instant} asks for one moment instead of a range. */
  record Query(String refId, String expression, String legend, boolean instant) {}

  /** One variable; {@code selected} are the values that are chosen when the dashboard opens. */
  record Variable(JsonNode json, List<String> selected) {
    String name() {
      return json.path("name").asText();
    }

    String type() {
      return json.path("type").asText();
    }

    /** The query that finds the values, empty when the values need none. */
    String valuesQuery() {
      return type().equals("query") ? json.path("query").path("query").asText() : "";
    }
  }

  static Dashboard shipped() {
    return of(Repository.json("monitoring/dashboard.json"));
  }

  /** The files of all dashboards that we ship. */
  static List<String> files() {
    try (Stream<Path> found = Files.list(Repository.file("monitoring/dashboards"))) {
      Stream<String> others = found.map(file -> "monitoring/dashboards/" + file.getFileName());
      return Stream.concat(Stream.of("monitoring/dashboard.json"), others.sorted()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the dashboards", e);
    }
  }

  static Dashboard at(String file) {
    return of(Repository.json(file));
  }

  static Dashboard of(JsonNode json) {
    List<Panel> panels = each(json.path("panels")).map(Dashboard::panel).toList();
    List<Variable> variables =
        each(json.path("templating").path("list")).map(Dashboard::variable).toList();
    return new Dashboard(json, panels, variables);
  }

  Panel panel(String title) {
    return panels.stream()
        .filter(panel -> panel.title().equals(title))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such panel: title=" + title));
  }

  static Stream<JsonNode> each(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements.stream();
  }

  private static Panel panel(JsonNode json) {
    return new Panel(json, each(json.path("targets")).map(Dashboard::query).toList());
  }

  private static Query query(JsonNode json) {
    return new Query(
        json.path("refId").asText(),
        json.path("expr").asText(),
        json.path("legendFormat").asText(),
        json.path("instant").asBoolean() && !json.path("range").asBoolean());
  }

  private static Variable variable(JsonNode json) {
    JsonNode value = json.path("current").path("value");
    List<String> selected =
        value.isArray()
            ? each(value).map(JsonNode::asText).toList()
            : value.isMissingNode() ? List.of() : List.of(value.asText());
    return new Variable(json, selected);
  }
}
