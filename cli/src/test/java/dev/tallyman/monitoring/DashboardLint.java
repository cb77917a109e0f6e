package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.monitoring.Dashboard.Panel;
import dev.tallyman.monitoring.Dashboard.Query;
import dev.tallyman.monitoring.Dashboard.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What no type can say of a dashboard: numbers that must differ, panels that must not overlap,
 * names that must be known, and nothing in it that belongs to one Grafana only.
 *
 * <p>Threading: safe for all threads. Failure: none; each finding is a sentence.
 */
final class DashboardLint {
  private static final int GRID_COLUMNS = 24;
  private static final String ANY_PROMETHEUS = "${datasource}";

  private final Dashboard dashboard;
  private final List<String> findings = new ArrayList<>();

  private DashboardLint(Dashboard dashboard) {
    this.dashboard = dashboard;
  }

  static List<String> findings(Dashboard dashboard) {
    DashboardLint lint = new DashboardLint(dashboard);
    lint.checkIdentity();
    lint.checkNumbers();
    lint.checkGrid();
    lint.checkVariables();
    lint.checkDataSources();
    return List.copyOf(lint.findings);
  }

  private void checkIdentity() {
    if (dashboard.json().path("uid").asText().isEmpty()) {
      findings.add("no uid: every import would make another dashboard");
    }
    if (dashboard.json().hasNonNull("id")) {
      findings.add("id is a number of one Grafana: id=" + dashboard.json().path("id"));
    }
  }

  private void checkNumbers() {
    Set<Integer> ids = new HashSet<>();
    for (Panel panel : dashboard.panels()) {
      if (!ids.add(panel.id())) {
        findings.add(panel.name() + ": id is taken");
      }
      Set<String> refIds = new HashSet<>();
      for (Query query : panel.queries()) {
        if (!refIds.add(query.refId())) {
          findings.add(panel.name() + ": refId is taken: refId=" + query.refId());
        }
      }
    }
  }

  private void checkGrid() {
    List<Panel> panels = dashboard.panels();
    for (int i = 0; i < panels.size(); i++) {
      Place place = Place.of(panels.get(i));
      if (place.x < 0
          || place.y < 0
          || place.w < 1
          || place.h < 1
          || place.right() > GRID_COLUMNS) {
        findings.add(panels.get(i).name() + ": not on the grid: " + place);
      }
      for (Panel earlier : panels.subList(0, i)) {
        if (place.overlaps(Place.of(earlier))) {
          findings.add(panels.get(i).name() + ": overlaps " + earlier.name());
        }
      }
    }
  }

  private void checkVariables() {
    Set<String> known =
        dashboard.variables().stream().map(Variable::name).collect(Collectors.toSet());
    if (known.size() < dashboard.variables().size()) {
      findings.add("two variables share a name: " + known);
    }
    known.addAll(Interpolation.BUILT_IN);
    // The whole text, not only the queries: titles, links and data sources may name variables too.
    Set<String> used = Interpolation.variablesIn(dashboard.json().toString());
    used.stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> findings.add("undefined variable: name=" + name));
    dashboard.variables().stream()
        .filter(variable -> !used.contains(variable.name()))
        .forEach(variable -> findings.add("unused variable: name=" + variable.name()));
  }

  private void checkDataSources() {
    for (JsonNode source : dashboard.json().findValues("datasource")) {
      if (!source.path("uid").asText().equals(ANY_PROMETHEUS)) {
        findings.add("bound to one data source: datasource=" + source);
      }
    }
    for (Panel panel : dashboard.panels()) {
      if (!panel.isRow() && panel.json().path("datasource").isMissingNode()) {
        findings.add(panel.name() + ": no data source");
      }
    }
  }

  private record Place(int x, int y, int w, int h) {
    static Place of(Panel panel) {
      JsonNode grid = panel.json().path("gridPos");
      return new Place(
          grid.path("x").asInt(-1),
          grid.path("y").asInt(-1),
          grid.path("w").asInt(),
          grid.path("h").asInt());
    }

    int right() {
      return x + w;
    }

    boolean overlaps(Place other) {
      return x < other.right() && other.x < right() && y < other.y + other.h && other.y < y + h;
    }
  }
}
