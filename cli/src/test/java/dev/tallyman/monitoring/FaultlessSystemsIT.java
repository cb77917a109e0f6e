package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.monitoring.Dashboard.Panel;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What dashboards show while nothing has ever failed: zeros and ones, not emptiness. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultlessSystemsIT {
  /** Shares that have nothing to do with failure. */
  private static final Set<String> OTHER_SHARES = Set.of("Connection Pool Saturation");

  private final ScrapedSystems systems = new ScrapedSystems(DocumentedPage::withoutFailures);

  @AfterAll
  void stop() {
    systems.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("ratios")
  void aRatioIsZeroOrOneAndNotNothing(String system, String title) {
    Dashboard dashboard = ScrapedSystems.dashboard(system);
    PanelQueries queries = systems.opened(dashboard);
    Panel panel = dashboard.panel(title);

    assertThat(queries.findings(panel)).isEmpty();
    panel.queries().stream()
        .flatMap(query -> Dashboard.each(queries.series(query)))
        .map(PanelQueries::numbers)
        .forEach(
            numbers ->
                assertThat(numbers.get(numbers.size() - 1))
                    .isEqualTo(title.matches(".*(Error|Failure).*") ? 0.0 : 1.0));
  }

  static List<Arguments> ratios() {
    List<Arguments> ratios =
        ScrapedSystems.JOBS.keySet().stream().flatMap(FaultlessSystemsIT::of).toList();
    assertThat(ratios).hasSizeGreaterThanOrEqualTo(14);
    return ratios;
  }

  private static Stream<Arguments> of(String system) {
    return ScrapedSystems.dashboard(system).panels().stream()
        .filter(
            panel ->
                panel
                    .json()
                    .path("fieldConfig")
                    .path("defaults")
                    .path("unit")
                    .asText()
                    .equals("percentunit"))
        .map(Panel::title)
        .filter(title -> !OTHER_SHARES.contains(title))
        .map(title -> Arguments.of(system, title));
  }
}
