package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of the dashboards and of the documents, on the metrics that the documents name. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocumentedSystemsIT {
  private final ScrapedSystems systems = new ScrapedSystems(DocumentedPage::of);

  @AfterAll
  void stop() {
    systems.close();
  }

  static Set<String> names() {
    return ScrapedSystems.JOBS.keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPanelQueryReturnsNumbersWithTheLabelsOfItsLegend(String system) {
    Dashboard dashboard = ScrapedSystems.dashboard(system);
    PanelQueries queries = systems.opened(dashboard);

    SoftAssertions.assertSoftly(
        softly ->
            dashboard
                .panels()
                .forEach(panel -> softly.assertThat(queries.findings(panel)).isEmpty()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theDashboardOpensOnTheJobOfItsSystem(String system) {
    Dashboard dashboard = ScrapedSystems.dashboard(system);
    Dashboard.Variable job = dashboard.variables().get(1);

    assertThat(job.name()).isEqualTo("job");
    assertThat(systems.opened(dashboard).values(job))
        .isEqualTo(job.selected())
        .containsExactly(ScrapedSystems.JOBS.get(system));
  }

  @Test
  void theQueriesOfFourDocumentsAreHere() {
    assertThat(documented()).hasSize(56);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("documented")
  void aDocumentedQueryDoesWhatIsSaidOfIt(String system, String query, String verdict) {
    List<List<Double>> numbers =
        Dashboard.each(systems.prometheus().query(query, Instant.now()))
            .map(PanelQueries::numbers)
            .toList();

    switch (verdict) {
      case "works" -> assertThat(numbers).isNotEmpty().anyMatch(found -> !found.isEmpty());
      case "one" -> assertThat(numbers).isNotEmpty().containsOnly(List.of(1.0));
      case "empty" -> assertThat(numbers).isEmpty();
      case "parses" -> assertThat(numbers).isNotNull();
      default -> throw new AssertionError("unknown verdict: " + verdict);
    }
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("corrected")
  void whatWeShipInsteadTellsTheRatio(String system, String query, String verdict, String instead) {
    assertThat(systems.prometheus().value(instead)).isStrictlyBetween(0.0, 1.0);
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
}
