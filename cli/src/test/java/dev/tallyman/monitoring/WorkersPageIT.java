package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.dashboard.DashboardConfig;
import dev.tallyman.dashboard.DashboardServer;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of a live fleet with the aggregator's own history: its workers one by one, the stream,
 * and what there is to see without a history or without an aggregator.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WorkersPageIT {
  private static final long FIRST_PAINT_MILLIS = 1000;
  private static final int LOOKS = 3;
  private static final String ROWS = "[...document.querySelectorAll('.workers tbody tr')]";

  private static final String EXPLORED = "[...document.querySelectorAll('.explore tbody tr')]";

  @TempDir private Path empty;

  private final WorkerFleet fleet = WorkerFleet.start();
  private final Chromium browser = Chromium.start();
  private final DashboardServer dashboard =
      new DashboardServer(config(List.of(fleetAddress())), MetricRegistry.inHeap());

  private SeenPage page = new SeenPage(browser, URI.create("http://127.0.0.1"));

  private URI fleetAddress() {
    return URI.create("http://" + fleet.hostAndPort());
  }

  private static DashboardConfig config(List<URI> aggregators) {
    return DashboardConfig.of("127.0.0.1", 0, aggregators.get(0)).withAggregators(aggregators);
  }

  @BeforeAll
  void serve() throws IOException {
    dashboard.start();
    page = seen(dashboard);
    for (int worker = 0; worker < 2; worker++) {
      fleet.serveRound();
    }
  }

  private SeenPage seen(DashboardServer server) {
    return new SeenPage(browser, URI.create("http://127.0.0.1:" + server.port()));
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
    fleet.close();
  }

  @Test
  void workersAreListedAsTheApiTellsOfThem() {
    page.open("view=workers");
    browser.await("rows", ROWS + ".length >= 2");

    JsonNode answered =
        browser.run("fetch('api/v1/workers').then(got => got.json())").path("workers");
    JsonNode shown =
        browser.run(ROWS + ".map(row => [...row.children].map(cell => cell.innerText))");
    for (int i = 0; i < 2; i++) {
      assertThat(shown.at("/" + i + "/0").asText())
          .isEqualTo("Process " + answered.at("/" + i + "/pid").asLong());
      assertThat(shown.at("/" + i + "/1").asText()).isEqualTo("live");
      assertThat(shown.at("/" + i + "/5").asText())
          .isEqualTo(answered.at("/" + i + "/series").asText());
      assertThat(shown.at("/" + i + "/8").asText()).endsWith("MiB");
    }
    browser.photograph("workers");
  }

  @Test
  void aClickShowsWhatOneWorkerHasRecordedAndBackHidesIt() {
    page.open("view=workers");
    browser.await("rows", ROWS + ".length >= 2");

    browser.click(".workers tbody tr a");
    browser.await("its values", "document.querySelectorAll('.own tbody tr').length > 0");
    JsonNode own =
        browser.run(
            "fetch('api/v1/workers/' + new URLSearchParams(location.search).get('worker'))"
                + ".then(got => got.json())");

    assertThat(browser.text(".facts")).contains(own.at("/worker/id").asText());
    assertThat(browser.run("document.querySelectorAll('.own tbody tr').length").asInt())
        .isEqualTo(own.at("/worker/series").asInt());
    assertThat(browser.text(".own tbody"))
        .contains("http_requests_total", "status=500", "on average");
    browser.photograph("worker");
    browser.run("history.back()");
    browser.await("hidden", "document.querySelector('[aria-label=\"One worker\"]').hidden");
  }

  @Test
  void aWorkerThatIsGoneIsSaidToBe() {
    page.open("view=workers&worker=00000000-0000-0000-0000-000000000000");
    browser.await("said", "document.querySelector('main').innerText.includes('is gone')");

    assertThat(browser.complaints()).isNotEmpty().allMatch(each -> each.contains("404"));
  }

  @Test
  void aDeadWorkerIsFolded() throws IOException {
    long pid = fleet.replaceOne();
    page.open("view=workers&refresh=5&find=" + pid);

    browser.await(
        "folded", ROWS + ".some(row => row.innerText.includes('folded into the archive'))");
    fleet.serveRound();
  }

  @Test
  void theNumbersAreFreshWithoutBeingAskedFor() {
    page.open("view=endpoints&mode=all&refresh=5");
    page.awaitRows(3);
    String before = String.join(" ", page.column(2));

    fleet.serveRound();
    browser.await("other numbers", SeenPage.columnScript(3) + " !== '" + before + "'");
    browser.await("ticks", "document.getElementById('pulse').innerText.includes('calls/s')");
  }

  @Test
  void theFirstCallsOfAnEndpointCount() {
    page.open("view=endpoints&from=-15m&refresh=5");
    page.awaitRows(3);

    double served = fleet.totals().values().stream().mapToDouble(ScrapeTarget.Totals::calls).sum();
    browser.await(
        "all calls",
        "[...document.querySelectorAll('[data-column=calls].number')].reduce((all, cell) =>"
            + " all + (Number(cell.innerText) || 0), 0) === "
            + served);
    assertThat(page.column(3)).allMatch(average -> average.endsWith("s"));
  }

  @Test
  void aNameWithDotsIsExploredLikeAnyOther() throws IOException {
    fleet.recordDotted();
    page.open("view=explore&from=-5m&refresh=5");
    browser.await("listed", "document.querySelector('[data-metric=\"http.server.requests\"]')");

    browser.click("[data-metric=\"http.server.requests\"] a");
    browser.await("three series", EXPLORED + ".length === 3");
    browser.click(".add input");
    browser.type("http.route=/a");
    browser.press("Enter");
    browser.await("two series", EXPLORED + ".length === 2");
    browser.click(".by input[value=\"http.route\"]");
    browser.await("one series", EXPLORED + ".length === 1");
    browser.open(URI.create(page.address()));
    browser.await("the same by its address", EXPLORED + ".length === 1");

    assertThat(page.address()).contains("metric=http.server.requests", "by=http.route");
    assertThat(browser.text(".explore .matches")).contains("\"http.route\"=/a");
    assertThat(browser.text(".explore tbody")).contains("http.route=\"/a\"", "0.375");
    assertThat(
            browser
                .run("(" + SeenPage.inkedPixels() + ")(document.querySelector('.explore .chart'))")
                .asInt())
        .isPositive();
    browser.photograph("explore-dotted");
  }

  @Test
  void withoutAHistoryThereAreTheNumbersOfAllTimeAndNoErrors() throws IOException {
    AggregatorConfig config =
        new AggregatorConfig(
            empty.resolve("tallies"),
            empty.resolve("archive"),
            ArchiveRules.DEFAULT,
            HistoryRules.OFF,
            "127.0.0.1",
            FreePorts.next(),
            null);
    URI address = URI.create("http://127.0.0.1:" + config.port());
    try (Aggregator aggregator = Aggregator.start(config);
        DashboardServer server =
            new DashboardServer(config(List.of(address)), MetricRegistry.inHeap())) {
      assertThat(aggregator.port()).isEqualTo(config.port());
      server.start();
      seen(server).open("");
      browser.await("said", "document.querySelector('main').innerText.includes('No history')");
      // A page would ask for its stream again while the server ends.
      browser.open(URI.create("about:blank"));
    }
  }

  @Test
  void anAggregatorThatIsAwayIsNamedAndTheOtherIsShown() throws IOException {
    URI away = URI.create("http://127.0.0.1:" + FreePorts.next());
    try (DashboardServer server =
        new DashboardServer(config(List.of(fleetAddress(), away)), MetricRegistry.inHeap())) {
      server.start();
      seen(server).open("view=workers");
      browser.await("rows", ROWS + ".length >= 2");

      assertThat(browser.text("#pulse")).contains("1 of 2 aggregators down", "2 workers");
      assertThat(browser.text("main")).contains("without those of " + away);
      browser.open(URI.create("about:blank"));
    }
  }

  /** The best of a few, for the machine may have other things to do. */
  @Test
  void thereIsSomethingToSeeWithinASecondOfTenThousandSeries() throws IOException {
    fleet.record(10_000);
    long best = Long.MAX_VALUE;
    for (int look = 0; look < LOOKS; look++) {
      page.open("from=-5m&look=" + look);
      page.awaitRows(3);
      best = Math.min(best, browser.run(FIRST_PAINT).asLong());
    }

    assertThat(browser.text("#pulse")).containsPattern("10,0\\d\\d series");
    assertThat(best).isLessThan(FIRST_PAINT_MILLIS);
  }

  private static final String FIRST_PAINT =
      "performance.getEntriesByName('first-contentful-paint')[0].startTime";
}
