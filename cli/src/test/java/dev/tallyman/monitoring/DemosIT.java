package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The five documents come true: each system's demo with three workers, scraped by a real Prometheus
 * with the shipped jobs and rules, whose alerts go through a real Alertmanager.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DemosIT {
  /** An alert of each system that its visitors bring about, and what it says. */
  private static final Map<String, String> ALERTS =
      Map.of(
          "TallymanFileSkipped", "Tally files left out on ",
          "KernelCIHighErrorRate", "High error rate: ",
          "ChedWebDeadmanSwitch", "The deadman switch stopped the robot: ",
          "HighProcessingFailureRate", "High processing failure rate: ",
          "HighToolFailureRate", "High failure rate of tool ",
          "DigitalActorsHighErrorRate", "High error rate: ");

  private DemoFleet demos;

  @BeforeAll
  void start() throws IOException {
    demos = DemoFleet.start();
  }

  @AfterAll
  void stop() {
    if (demos != null) {
      demos.close();
    }
  }

  static Set<String> names() {
    return DemoFleet.JOBS.keySet();
  }

  static Stream<String> described() {
    return names().stream().filter(name -> !name.equals("kernelci"));
  }

  @ParameterizedTest
  @MethodSource("described")
  void aPageHasTheMetricsOfTheDocumentAndNoOthers(String system) {
    Map<String, Set<String>> documented =
        MetricShapes.of(Repository.text("cli/src/test/systems/" + system + ".prom"));

    demos.eventually(() -> assertThat(shapes(system)).isEqualTo(documented));
  }

  @Test
  void kernelCiCountsRequestsAndNothingElse() {
    assertThat(shapes("kernelci"))
        .isEqualTo(
            Map.of(
                "http_requests_total", Set.of("counter [endpoint, method, status]"),
                "http_request_duration_seconds", Set.of("histogram [endpoint, method]")));
  }

  @ParameterizedTest
  @MethodSource("names")
  void allWorkersAreCounted(String system) {
    demos.eventually(() -> assertThat(demos.page(system)).contains("\ntallyman_workers 3.0\n"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelQueryReturnsNumbersWithTheLabelsOfItsLegend(String file) {
    Dashboard dashboard = Dashboard.at(file);

    demos.eventually(
        () -> {
          PanelQueries queries = demos.opened(dashboard);
          assertThat(dashboard.panels()).flatExtracting(queries::findings).as("findings").isEmpty();
        });
  }

  static Stream<String> dashboards() {
    return Stream.concat(
        Stream.of("monitoring/dashboard.json", "monitoring/dashboards/tallyman.json"),
        described().map(name -> "monitoring/dashboards/" + name + ".json"));
  }

  @ParameterizedTest
  @MethodSource("described")
  void theDashboardOpensOnTheJobOfItsSystem(String system) {
    Dashboard dashboard = ScrapedSystems.dashboard(system);
    Dashboard.Variable job = dashboard.variables().get(1);

    assertThat(job.name()).isEqualTo("job");
    assertThat(demos.opened(dashboard).values(job))
        .isEqualTo(job.selected())
        .containsExactly(DemoFleet.JOBS.get(system));
  }

  @Test
  void theQueriesOfFourDocumentsAreHere() {
    assertThat(documented()).hasSize(56);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("documented")
  void aDocumentedQueryDoesWhatIsSaidOfIt(String system, String query, String verdict) {
    demos.eventually(
        () -> {
          List<List<Double>> numbers =
              Dashboard.each(demos.prometheus().query(query, Instant.now()))
                  .map(PanelQueries::numbers)
                  .toList();
          switch (verdict) {
            case "works" -> assertThat(numbers).anyMatch(found -> !found.isEmpty());
            case "one" ->
                assertThat(numbers.stream().filter(found -> !found.isEmpty()))
                    .isNotEmpty()
                    .containsOnly(List.of(1.0));
            case "empty" -> assertThat(numbers).isEmpty();
            case "parses" -> assertThat(numbers).isNotNull();
            default -> throw new IllegalStateException("unknown verdict: " + verdict);
          }
        });
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("corrected")
  void whatWeShipInsteadTellsTheRatio(String system, String query, String verdict, String instead) {
    demos.eventually(
        () -> assertThat(demos.prometheus().value(instead)).isStrictlyBetween(0.0, 1.0));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertArrives(String alert, String text) {
    JsonNode message = demos.slack().awaitMessage("\"FIRING: " + alert + " (");

    assertThat(message.path("channel").asText()).isEqualTo("#alerts");
    assertThat(message.path("attachments").path(0).path("text").asText()).contains(text);
  }

  static List<Arguments> alerts() {
    return ALERTS.entrySet().stream()
        .map(each -> Arguments.of(each.getKey(), each.getValue()))
        .toList();
  }

  static List<Arguments> documented() {
    JsonNode documents = Repository.yaml("cli/src/test/systems/queries.yml");
    return documents.properties().stream()
        .flatMap(each -> Dashboard.each(each.getValue()).map(query -> query(each.getKey(), query)))
        .toList();
  }

  static Stream<Arguments> corrected() {
    return documented().stream().filter(each -> !each.get()[3].equals(""));
  }

  private static Arguments query(String system, JsonNode query) {
    return Arguments.of(
        system,
        query.path("query").asText(),
        query.path("verdict").asText("works"),
        query.path("instead").asText());
  }

  private Map<String, Set<String>> shapes(String system) {
    Map<String, Set<String>> shapes = new TreeMap<>(MetricShapes.of(demos.page(system)));
    shapes.keySet().removeIf(name -> name.startsWith("tallyman_"));
    return shapes;
  }
}
