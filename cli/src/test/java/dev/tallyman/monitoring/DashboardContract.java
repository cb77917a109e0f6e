package dev.tallyman.monitoring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.monitoring.Dashboard.Panel;
import dev.tallyman.monitoring.ScrapeTarget.Route;
import dev.tallyman.monitoring.ScrapeTarget.Totals;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What a reader of the shipped dashboard sees, on the shipped configuration and through a real
 * Prometheus, whatever it serves them in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DashboardContract {
  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);
  private static final int SCRAPES_UNDER_LOAD = 8;
  private static final String CALLS = "sum(http_request_duration_seconds_count)";
  // increase() extrapolates by up to a scrape interval beyond its first and its last sample.
  private static final double EXTRAPOLATION = 1 + 2.0 / SCRAPES_UNDER_LOAD;

  private final Dashboard dashboard = Dashboard.shipped();
  private final ScrapeTarget target;
  private final PrometheusServer prometheus;
  private Map<Route, Totals> atFirstScrape = Map.of();

  /**
   * @param target what serves the metrics; closed with the test
   * @param features of Prometheus, as in --enable-feature
   */
  DashboardContract(ScrapeTarget target, String... features) {
    this.target = target;
    this.prometheus =
        PrometheusServer.start(
            ShippedConfiguration.scraping(Map.of("tallyman", target.hostAndPort())), features);
  }

  @BeforeAll
  void serveUnderTheEyesOfPrometheus() {
    target.serveRound();
    atFirstScrape = target.totals();
    prometheus.awaitFirstScrape();
    while (!(prometheus.value("max(count_over_time(up[5m]))") >= SCRAPES_UNDER_LOAD)) {
      target.serveRound();
      Pause.briefly();
    }
    prometheus.awaitValue(
        CALLS, target.totals().values().stream().mapToDouble(Totals::calls).sum());
  }

  @AfterAll
  void stop() {
    prometheus.close();
    target.close();
  }

  @Test
  void everyPanelQueryReturnsNumbersWithTheLabelsOfItsLegend() {
    PanelQueries queries = opened(Map.of());

    SoftAssertions.assertSoftly(
        softly ->
            dashboard
                .panels()
                .forEach(panel -> softly.assertThat(queries.findings(panel)).isEmpty()));
  }

  @Test
  void theAggregatorsOwnDashboardShowsEverythingButFaults() {
    Dashboard own = Dashboard.at("monitoring/dashboards/tallyman.json");
    PanelQueries queries = new PanelQueries(prometheus, own, SCRAPE_INTERVAL, Map.of());

    assertThat(own.panels())
        .filteredOn(panel -> !queries.findings(panel).isEmpty())
        .extracting(Panel::title)
        .containsExactly("Files That Are Skipped", "Conflicts by Metric");
  }

  @Test
  void everyVariableFindsItsValues() {
    PanelQueries queries = opened(Map.of());
    Map<String, List<String>> values =
        dashboard.variables().stream()
            .filter(variable -> !variable.valuesQuery().isEmpty())
            .collect(Collectors.toMap(Dashboard.Variable::name, queries::values));

    assertThat(values)
        .containsEntry("job", List.of("tallyman"))
        .containsEntry("instance", List.of(target.hostAndPort()))
        .hasSize(2);
  }

  @Test
  void aChosenInstanceIsTheOnlyOneShown() {
    Panel calls = dashboard.panel("Total Calls by Endpoint");

    assertThat(opened(Map.of("instance", List.of(target.hostAndPort()))).findings(calls)).isEmpty();
    assertThat(opened(Map.of("instance", List.of("elsewhere.example:8001"))).findings(calls))
        .singleElement()
        .asString()
        .contains("no data");
  }

  @Test
  void totalCallsEndAtWhatWasServed() {
    Panel panel = dashboard.panel("Total Calls by Endpoint");
    JsonNode series = opened(Map.of()).series(panel.queries().get(0));

    assertThat(lastNumbers(series)).isEqualTo(known(target.totals(), Totals::calls));
  }

  @Test
  void averageResponseTimesAreThoseOfTheCallsServed() {
    Panel panel = dashboard.panel("Average Response Time by Endpoint");
    JsonNode series = opened(Map.of()).series(panel.queries().get(0));

    assertClose(lastNumbers(series), known(target.totals(), Totals::averageSeconds));
  }

  @Test
  void noLineOfTotalCallsEverFallsAlthoughWorkersDie() {
    assertThat(prometheus.value("max(tallyman_folded_files_total)")).isPositive();
    Panel panel = dashboard.panel("Total Calls by Endpoint");
    JsonNode series = opened(Map.of()).series(panel.queries().get(0));

    assertThat(series).hasSameSizeAs(target.totals().keySet());
    series.forEach(
        line ->
            assertThat(PanelQueries.numbers(line)).isSortedAccordingTo(Comparator.naturalOrder()));
    assertThat(prometheus.value("sum(resets(http_request_duration_seconds_bucket[5m]))")).isZero();
  }

  @Test
  void theSummaryOfAllTimeShowsEveryCallAndSecondSinceTheStart() {
    SummaryTable table = summary("all");

    assertThat(table.columns())
        .containsExactly(
            "Method", "Endpoint", "Total Calls", "Average Response Time", "Total Time");
    assertThat(table.rows()).isEqualTo(target.totals());
    assertThat(table.averages()).isEqualTo(known(target.totals(), Totals::averageSeconds));
  }

  @Test
  void theSummaryOfTheTimeRangeShowsWhatFellIntoIt() {
    SummaryTable table = summary("range");

    Map<Route, Totals> served = new HashMap<>();
    target
        .totals()
        .forEach(
            (route, totals) ->
                served.put(route, totals.minus(requireNonNull(atFirstScrape.get(route)))));
    assertThat(table.rows()).hasSameSizeAs(served);
    table
        .rows()
        .forEach(
            (route, shown) -> {
              double calls = requireNonNull(served.get(route)).calls();
              assertThat(shown.calls()).as("%s", route).isBetween(calls, calls * EXTRAPOLATION);
            });
    assertClose(table.averages(), known(served, Totals::averageSeconds));
  }

  /** Every value is within rounding of the expected one, and no key is missing. */
  private static void assertClose(Map<Route, Double> actual, Map<Route, Double> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (route, value) ->
            assertThat(actual.get(route)).as("%s", route).isCloseTo(value, within(1e-9)));
  }

  private PanelQueries opened(Map<String, List<String>> selected) {
    return new PanelQueries(prometheus, dashboard, SCRAPE_INTERVAL, selected);
  }

  private SummaryTable summary(String mode) {
    Panel panel = dashboard.panel("Endpoint Performance Summary");
    PanelQueries queries = opened(Map.of("summary_mode", List.of(mode)));
    JsonNode transformations = panel.json().path("transformations");
    return SummaryTable.of(GrafanaJudge.ready().table(queries.tableFrames(panel), transformations));
  }

  private static Map<Route, Double> lastNumbers(JsonNode series) {
    Map<Route, Double> last = new HashMap<>();
    for (JsonNode each : series) {
      JsonNode labels = each.path("metric");
      Route route = new Route(labels.path("method").asText(), labels.path("endpoint").asText());
      List<Double> numbers = PanelQueries.numbers(each);
      last.put(route, numbers.get(numbers.size() - 1));
    }
    return last;
  }

  private static Map<Route, Double> known(
      Map<Route, Totals> totals, ToDoubleFunction<Totals> number) {
    return totals.entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, entry -> number.applyAsDouble(entry.getValue())));
  }
}
