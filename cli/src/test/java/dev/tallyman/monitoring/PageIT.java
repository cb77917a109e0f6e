package dev.tallyman.monitoring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.dashboard.DashboardConfig;
import dev.tallyman.dashboard.DashboardServer;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.monitoring.ScrapeTarget.Route;
import dev.tallyman.monitoring.ScrapeTarget.Totals;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What a person sees at {@code /} in a real browser: a live fleet, and an hour of history from a
 * real Prometheus. Pictures of it are kept in {@code target/page}.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageIT {
  private static final int ROUNDS = 3;
  private static final int INKED_PIXELS = 100;

  private final WorkerFleet fleet = WorkerFleet.start();
  private final RecordedHour hour = RecordedHour.start();
  private final Chromium browser = Chromium.start();
  private final DashboardServer dashboard =
      new DashboardServer(
          DashboardConfig.of("127.0.0.1", 0, URI.create("http://" + fleet.hostAndPort()))
              .withPrometheus(hour.address()),
          MetricRegistry.inHeap());

  private SeenPage page = new SeenPage(browser, URI.create("http://127.0.0.1"));

  @BeforeAll
  void serve() throws IOException {
    dashboard.start();
    page = new SeenPage(browser, URI.create("http://127.0.0.1:" + dashboard.port()));
    for (int round = 0; round < ROUNDS; round++) {
      fleet.serveRound();
    }
  }

  @BeforeEach
  void asNobodyElseLeftIt() {
    browser.resize(1280, 1000);
    browser.prefer("light");
  }

  @AfterEach
  void theConsoleIsQuiet() {
    assertThat(browser.complaints()).isEmpty();
  }

  @AfterAll
  void stop() {
    browser.close();
    dashboard.close();
    hour.close();
    fleet.close();
  }

  @Test
  void theTableShowsWhatTheApiAnswers() {
    page.open(recorded());
    page.awaitRows(3);

    Map<String, JsonNode> answered = new HashMap<>();
    browser
        .run("fetch('api/v1/summary?mode=range&" + recorded() + "').then(got => got.json())")
        .path("endpoints")
        .forEach(row -> answered.put(row.path("endpoint").asText(), row));
    List<List<String>> shown = page.rows();

    assertThat(answered).hasSize(3);
    for (List<String> row : shown) {
      JsonNode truth = requireNonNull(answered.get(row.get(1)));
      assertThat(row.get(0)).isEqualTo(truth.path("method").asText());
      assertThat(number(row.get(2))).isEqualTo(truth.path("calls").asDouble());
      assertThat(number(row.get(7))).isEqualTo(truth.path("errors").asDouble());
      List<String> times = List.of("average_seconds", "p50_seconds", "p95_seconds", "p99_seconds");
      for (int i = 0; i < times.size(); i++) {
        assertSeconds(row.get(3 + i), truth.path(times.get(i)).asDouble());
      }
      assertSeconds(row.get(8), truth.path("total_seconds").asDouble());
    }
    browser.photograph("endpoints");
  }

  @Test
  void allTimeIsWhatTheWorkersHaveServed() {
    page.open("mode=all&" + recorded());
    page.awaitRows(fleet.totals().size());

    Map<Route, Totals> totals = fleet.totals();
    for (List<String> row : page.rows()) {
      Totals truth = requireNonNull(totals.get(new Route(row.get(0), row.get(1))));
      assertThat(number(row.get(2))).isEqualTo(truth.calls());
      assertSeconds(row.get(3), truth.averageSeconds());
      assertSeconds(row.get(8), truth.seconds());
    }
  }

  @Test
  void chartsAreDrawn() {
    page.open(recorded());
    page.awaitCharts();

    for (JsonNode pixels : browser.run(SeenPage.CHARTS + ".map(" + SeenPage.inkedPixels() + ")")) {
      assertThat(pixels.asInt()).isGreaterThan(INKED_PIXELS);
    }
    assertThat(browser.run(SeenPage.CHARTS + ".map(each => each.querySelector('h2').innerText)"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "Average response time by endpoint",
            "Throughput by endpoint",
            "Latency percentiles",
            "Error rate");
  }

  @Test
  void columnsAreSortedByClickAndByKey() {
    page.open(recorded());
    page.awaitRows(3);

    browser.click("[data-column=calls] button");
    page.awaitSorted("calls", "descending");
    List<String> most = page.column(2);
    browser.press("Enter");
    page.awaitSorted("calls", "ascending");
    List<String> least = page.column(2);
    browser.press("Tab");
    browser.press("Enter");
    page.awaitSorted("average_seconds", "descending");

    assertThat(most.stream().map(PageIT::number))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(least.stream().map(PageIT::number)).isSorted();
    assertThat(page.address()).contains("sort=average_seconds");
  }

  @Test
  void aSearchIsPartOfTheLink() {
    page.open(recorded());
    page.awaitRows(3);

    browser.click(".wide input[type=search]");
    browser.type("TREES");
    page.awaitRows(1);
    browser.open(URI.create(page.address()));
    page.awaitRows(1);

    assertThat(page.column(1)).containsExactly("/api/v1/trees/{id}");
    assertThat(browser.text(".wide [role=status]")).isEqualTo("1 of 3 endpoints");
  }

  @Test
  void anotherRangeChangesTheAddressAndTheChartsAndBackUndoesIt() {
    page.open(recorded());
    page.awaitCharts();
    String before = page.address();
    String drawn = page.picture();

    browser.run(
        "(() => { const range = document.getElementById('range'); range.value = '-15m';"
            + " range.dispatchEvent(new Event('change', { bubbles: true })); })()");
    browser.await("another address", "location.search.includes('from=-15m')");
    browser.await("redrawn", "(" + SeenPage.pictureScript() + ") !== '" + drawn + "'");
    browser.run("history.back()");
    browser.await("back again", "location.href === '" + before + "'");
    browser.await("drawn as before", "(" + SeenPage.pictureScript() + ") === '" + drawn + "'");
  }

  @Test
  void oneEndpointIsChartedAlone() {
    page.open(recorded());
    page.awaitRows(3);

    browser.click(SeenPage.ROW + ":nth-child(2) .only");
    browser.await(
        "one line",
        "document.querySelectorAll('.chart')[1].querySelectorAll('.legend li').length === 1");
    browser.await("ticked once", "document.querySelectorAll('.pick input:checked').length === 1");

    assertThat(page.address()).contains("show=GET");
  }

  @Test
  void namesOfMetricsAreNoMarkup() {
    page.open(recorded());
    page.awaitRows(3);

    assertThat(page.column(1)).contains(RecordedHour.HOSTILE);
    assertThat(
            browser
                .run("window.hit === undefined && !document.querySelector('main img')")
                .asBoolean())
        .isTrue();
  }

  @Test
  void aDeadAggregatorIsSaidAndItsReturnIsNoticed() throws IOException {
    page.open("refresh=0&" + recorded());
    page.awaitRows(3);

    fleet.stopAggregator();
    try {
      browser.click("#now");
      browser.await("said", "!document.getElementById('outage').hidden");
      assertThat(browser.text("#outage")).contains("can't be reached", fleet.hostAndPort());
      assertThat(browser.text("#pulse")).isEqualTo("no answer");
      browser.photograph("outage");
    } finally {
      fleet.startAggregator();
    }
    browser.await("recovered", "document.getElementById('outage').hidden");
    browser.await("workers", "document.getElementById('pulse').innerText.includes('2 workers')");
  }

  @Test
  void darkIsDarkByPreferenceAndBySwitch() {
    page.open(recorded());
    page.awaitCharts();
    assertThat(page.brightness()).isGreaterThan(200);
    String bright = page.picture();

    browser.prefer("dark");
    browser.await("redrawn", "(" + SeenPage.pictureScript() + ") !== '" + bright + "'");
    assertThat(page.brightness()).isLessThan(50);
    browser.photograph("endpoints-dark");
    browser.click("#theme");
    assertThat(page.brightness()).isGreaterThan(200);
    browser.open(URI.create(page.address()));
    assertThat(page.brightness()).isGreaterThan(200);
    browser.run("localStorage.clear()");
  }

  @Test
  void anAddressThatMakesNoSenseIsExplained() {
    page.open("from=yesterday");
    browser.await("explained", "!document.getElementById('outage').hidden");

    assertThat(browser.text("#outage")).contains("can't be shown: from");
    assertThat(browser.complaints()).isNotEmpty().allMatch(each -> each.contains("400"));
  }

  @Test
  void narrowScreensNeedNoScrollingSideways() {
    browser.resize(360, 800);
    for (String view : List.of("endpoints", "workers", "fleet", "systems", "explore")) {
      page.open("view=" + view + "&metric=http_requests_total&" + recorded());
      browser.await("filled", "document.getElementById('asked').innerText !== ''");

      assertThat(browser.run("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(360);
      browser.photograph(view + "-narrow");
    }
  }

  @Test
  void theFleetIsShown() {
    page.open("view=fleet&" + recorded());
    browser.await("workers", "document.querySelector('[data-fact=workers] dd').innerText === '2'");

    assertThat(browser.text(".fleet tbody")).contains(fleet.hostAndPort(), "up");
    assertThat(browser.text("[data-fact=files_skipped] dd")).isEqualTo("0");
    browser.photograph("fleet");
  }

  @Test
  void theSystemsHaveTheirPanels() {
    page.open("view=systems&" + recorded());
    browser.await(
        "three charts",
        "document.querySelectorAll('[data-system=KernelCI] .chart:has(.legend li)').length === 3");

    assertThat(
            browser
                .run("(" + SeenPage.inkedPixels() + ")(document.querySelector('.chart'))")
                .asInt())
        .isGreaterThan(INKED_PIXELS);
    assertThat(browser.run("document.querySelector('[data-system=ChedWeb]') === null").asBoolean())
        .isTrue();
    browser.photograph("systems");
  }

  @Test
  void anyMetricCanBeExplored() {
    page.open("view=explore&" + recorded());
    browser.await("metrics", "document.querySelector('[data-metric=http_requests_total]')");

    browser.click("[data-metric=http_requests_total] a");
    browser.await("six series", "document.querySelectorAll('.explore tbody tr').length === 6");
    browser.click(".add input");
    browser.type("status=~5..");
    browser.press("Enter");
    browser.await("three series", "document.querySelectorAll('.explore tbody tr').length === 3");
    browser.click(".by input[value=status]");
    browser.await("one series", "document.querySelectorAll('.explore tbody tr').length === 1");

    assertThat(page.address()).contains("metric=http_requests_total", "match=status", "by=status");
    assertThat(
            browser
                .run("(" + SeenPage.inkedPixels() + ")(document.querySelector('.explore .chart'))")
                .asInt())
        .isGreaterThan(INKED_PIXELS);
    browser.photograph("explore");
  }

  /** Everything that can be used has a name for those who don't see it. */
  @Test
  void everyControlHasAName() {
    page.open(recorded());
    page.awaitRows(3);

    JsonNode nameless =
        browser.run(
            "[...document.querySelectorAll('button, a, select, input, [role=img]')].filter(each =>"
                + " !(each.getAttribute('aria-label') || each.innerText || each.textContent"
                + " || each.title || each.closest('label'))).map(each => each.outerHTML)");

    assertThat(nameless).isEmpty();
  }

  private String recorded() {
    return "from=" + hour.from().getEpochSecond() + "&to=" + hour.to().getEpochSecond();
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace(",", ""));
  }

  /** Three digits are shown. */
  private static void assertSeconds(String text, double seconds) {
    String[] parts = text.split(" ", 2);
    double unit =
        switch (parts[1]) {
          case "µs" -> 1e-6;
          case "ms" -> 1e-3;
          case "s" -> 1;
          case "min" -> 60;
          case "h" -> 3600;
          default -> throw new AssertionError("not a time: " + text);
        };
    assertThat(number(parts[0]) * unit).isCloseTo(seconds, within(seconds * 0.006));
  }
}
