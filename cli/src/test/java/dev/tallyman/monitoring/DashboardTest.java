package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the shipped dashboard promises, and that {@link DashboardLint} would see it broken. */
final class DashboardTest {

  @Test
  void itHasTheThreePanelsOfTheDocument() {
    assertThat(Dashboard.shipped().panels())
        .extracting(Dashboard.Panel::title)
        .containsExactly(
            "Average Response Time by Endpoint",
            "Total Calls by Endpoint",
            "Endpoint Performance Summary");
  }

  @Test
  void theSummaryModeIsAllOrRange() {
    assertThat(Dashboard.shipped().json().findValues("options"))
        .filteredOn(options -> options.isArray() && !options.isEmpty())
        .singleElement()
        .satisfies(
            options ->
                assertThat(options.findValuesAsText("value")).containsExactly("all", "range"));
  }

  @ParameterizedTest
  @MethodSource("dev.tallyman.monitoring.Dashboard#files")
  void itFitsEveryGrafana(String file) {
    assertThat(DashboardLint.findings(Dashboard.at(file))).isEmpty();
  }

  @Test
  void everySystemHasADashboardAndEachItsOwnUid() {
    assertThat(Dashboard.files())
        .extracting(file -> file.substring(file.lastIndexOf('/') + 1))
        .containsExactly(
            "dashboard.json",
            "bricklayers.json",
            "chedweb.json",
            "data20.json",
            "digital-actors.json",
            "tallyman.json");
    assertThat(Dashboard.files())
        .extracting(file -> Dashboard.at(file).json().path("uid").asText())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dev.tallyman.monitoring.Dashboard#files")
  void everyQueryLooksAtTheChosenJobOnly(String file) {
    Dashboard.at(file)
        .panels()
        .forEach(
            panel ->
                assertThat(panel.queries())
                    .as(panel.name())
                    .allSatisfy(query -> assertThat(query.expression()).contains("$job")));
  }

  @ParameterizedTest
  @MethodSource("dev.tallyman.monitoring.Dashboard#files")
  void everyPanelSaysWhatItShows(String file) {
    assertThat(Dashboard.at(file).panels())
        .filteredOn(panel -> !panel.isRow())
        .allSatisfy(
            panel ->
                assertThat(panel.json().path("description").asText())
                    .as(panel.name())
                    .endsWith("."));
  }

  @Test
  void aMissingUidIsFound() {
    assertThat(findingsAfter(json -> json.remove("uid")))
        .singleElement()
        .asString()
        .contains("uid");
  }

  @Test
  void theNumberOfAnInstanceIsFound() {
    assertThat(findingsAfter(json -> json.put("id", 7)))
        .containsExactly("id is a number of one Grafana: id=7");
  }

  @Test
  void twoPanelsWithOneIdAreFound() {
    assertThat(findingsAfter(json -> panel(json, 1).put("id", 1)))
        .containsExactly("panel 1 'Total Calls by Endpoint': id is taken");
  }

  @Test
  void twoQueriesWithOneRefIdAreFound() {
    assertThat(findingsAfter(json -> json.withObject("/panels/2/targets/1").put("refId", "A")))
        .containsExactly("panel 3 'Endpoint Performance Summary': refId is taken: refId=A");
  }

  @Test
  void aPanelWiderThanTheGridIsFound() {
    assertThat(findingsAfter(json -> panel(json, 1).withObject("/gridPos").put("w", 13)))
        .singleElement()
        .asString()
        .contains("not on the grid");
  }

  @Test
  void panelsThatOverlapAreFound() {
    assertThat(findingsAfter(json -> panel(json, 2).withObject("/gridPos").put("y", 9)))
        .hasSize(2)
        .allSatisfy(finding -> assertThat(finding).contains("overlaps"));
  }

  @Test
  void aVariableThatNobodyDefinedIsFound() {
    assertThat(findingsAfter(json -> panel(json, 0).put("title", "Response time of $host")))
        .containsExactly("undefined variable: name=host");
  }

  @Test
  void aDataSourceOfOneGrafanaIsFound() {
    assertThat(
            findingsAfter(
                json -> panel(json, 0).withObject("/datasource").put("uid", "PBFA97CFB590B2093")))
        .singleElement()
        .asString()
        .contains("bound to one data source");
  }

  private static List<String> findingsAfter(Consumer<ObjectNode> fault) {
    ObjectNode json = Dashboard.shipped().json().deepCopy();
    fault.accept(json);
    return DashboardLint.findings(Dashboard.of(json));
  }

  private static ObjectNode panel(ObjectNode dashboard, int index) {
    return dashboard.withObject("/panels/" + index);
  }
}
