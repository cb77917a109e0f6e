package dev.tallyman.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallyman.doctor.ArchiveCheck.Holder;
import dev.tallyman.doctor.Finding.Level;
import dev.tallyman.metrics.Counter;
import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.supervisor.FreePorts;
import dev.tallyman.tally.TallyHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AggregatorCheckTest {
  private static final String BUILD =
      "tallyman_build_info{java_version=\"17\",version=\"1.2.3\"} 1\n";

  @TempDir private Path temporary;
  private Path tallies;
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    tallies = Files.createDirectory(temporary.resolve("tallies"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answers(String path, int status, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private List<Finding> examine(Holder archive) throws IOException {
    return examine(archive, server.getAddress().getPort());
  }

  private List<Finding> examine(Holder archive, int port) throws IOException {
    return examine(archive, port, Patient.read(tallies, Optional.empty(), later()));
  }

  private List<Finding> examine(Holder archive, int port, Patient patient) {
    URI address = URI.create("http://127.0.0.1:" + port);
    List<Finding> findings = new ArrayList<>();
    AggregatorCheck.examine(
        new Subject(
            tallies,
            temporary.resolve("archive"),
            address,
            "secret",
            "1.2.3",
            GaugeModeRules.NONE,
            100_000),
        archive,
        Optional.of(patient),
        findings);
    return findings;
  }

  /** Workers that began now are known by then. */
  private static Instant later() {
    return Instant.now().plus(Duration.ofMinutes(1));
  }

  private Patient living() throws Exception {
    record();
    return EndedWorker.living(tallies, later());
  }

  /** A worker that has ended; its id. */
  private String record() throws Exception {
    EndedWorker.record(
        tallies, "dead", registry -> Counter.builder().name("c").register(registry).inc());
    return TallyHeader.of(tallies.resolve("dead.tally")).origin().toString();
  }

  @Test
  void oneOfThisReleaseThatLeavesNothingOutIsAsItShouldBe() throws IOException {
    answers("/metrics", 200, BUILD + "tallyman_files_skipped{reason=\"damaged\"} 0\n");

    assertThat(examine(Holder.AGGREGATOR))
        .containsExactly(
            Finding.ok(
                "aggregator",
                "answers at http://127.0.0.1:%d, release=1.2.3"
                    .formatted(server.getAddress().getPort())));
  }

  @Test
  void whatItLeavesOutIsNamed() throws IOException {
    answers(
        "/metrics",
        200,
        BUILD
            + "# HELP tallyman_files_skipped Files.\n"
            + "tallyman_files_skipped{reason=\"damaged\"} 2\n"
            + "tallyman_files_skipped{reason=\"held\"} 0\n"
            + "tallyman_conflicts{metric=\"a \\\"b\\\"\",kind=\"type\"} 1\n"
            + "tallyman_conflicts{metric=\"c\",kind=\"bounds\"} 1\n"
            + "tallyman_conflicts{metric=\"d\",kind=\"buckets\"} 1\n"
            + "tallyman_metrics_left_out 1\n");

    assertThat(examine(Holder.AGGREGATOR))
        .contains(
            Finding.problem(
                "aggregator",
                "leaves out of its page: files, damaged: 2; metric a \"b\", in part: type;"
                    + " metrics, since another has their name: 1",
                "what follows, and its log, say more of each"));
  }

  @Test
  void foldsThatFailAreAProblemWhileFilesWait() throws IOException {
    answers(
        "/metrics",
        200,
        BUILD + "tallyman_folds_total{outcome=\"failure\"} 3\ntallyman_files_waiting 2\n");

    assertThat(examine(Holder.AGGREGATOR))
        .filteredOn(each -> each.level() == Level.PROBLEM)
        .extracting(Finding::text)
        .containsExactly("folds that failed since it began: 3, files of the dead that wait: 2");
  }

  @Test
  void anotherReleaseIsWorthKnowing() throws IOException {
    answers("/metrics", 200, BUILD.replace("1.2.3", "1.1.0"));

    assertThat(examine(Holder.AGGREGATOR))
        .contains(
            Finding.note(
                "aggregator",
                "runs release 1.1.0, and this command is of 1.2.3",
                "restart it with the release that is installed"));
  }

  @Test
  void oneThatKnowsTheWorkersServesThisDirectory() throws Exception {
    answers("/metrics", 200, BUILD);
    answers(
        "/api/v1/workers",
        200,
        "{\"workers\":[{\"id\":\"%s\"}],\"truncated\":false}".formatted(record()));

    assertThat(examine(Holder.NOBODY))
        .extracting(each -> each.level() + " " + each.text().replaceFirst(":.*", ""))
        .containsExactly(
            "OK answers at http",
            "NOTE it serves these workers, and does not work on " + temporary.resolve("archive"));
  }

  @Test
  void oneThatKnowsNoneOfTheWorkersServesAnother() throws Exception {
    record();
    answers("/metrics", 200, BUILD);
    answers("/api/v1/workers", 200, "{\"workers\":[],\"truncated\":false}");

    assertThat(examine(Holder.AGGREGATOR))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.level()).isEqualTo(Level.PROBLEM);
              assertThat(each.text()).endsWith("knows none of the workers here");
            });
  }

  @Test
  void withoutWorkersTheArchiveTellsWhichDirectoryItServes() throws IOException {
    answers("/metrics", 200, BUILD);

    assertThat(examine(Holder.NOBODY))
        .extracting(Finding::text)
        .hasSize(2)
        .contains("none works on " + temporary.resolve("archive"))
        .last()
        .asString()
        .endsWith("works on another directory or archive");
  }

  @Test
  void somethingElseOnItsPortAndAMissingTokenAreNamed() throws IOException {
    answers("/metrics", 404, "not here");
    assertThat(examine(Holder.NOBODY))
        .extracting(each -> each.level() + " " + each.text())
        .last()
        .asString()
        .startsWith("PROBLEM something else answers at ")
        .endsWith(": status=404");

    server.removeContext("/metrics");
    answers("/metrics", 401, "");
    assertThat(examine(Holder.AGGREGATOR))
        .extracting(each -> each.level() + " " + each.text())
        .singleElement()
        .asString()
        .startsWith("NOTE wants a token at ");
  }

  @Test
  void oneThatNeverAnswersServesNobodyAndIsNotWaitedForLong() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(examine(Holder.AGGREGATOR, silent.getLocalPort(), living()))
          .extracting(each -> each.level() + " " + each.text())
          .singleElement()
          .asString()
          .startsWith("PROBLEM can't be asked at ")
          .endsWith("no answer within 5 s");
    }
  }

  @Test
  void oneThatHangsUpServesNobody() throws Exception {
    server.createContext("/metrics", HttpExchange::close);
    int port = server.getAddress().getPort();

    assertThat(examine(Holder.AGGREGATOR)).extracting(Finding::level).containsExactly(Level.NOTE);
    assertThat(examine(Holder.AGGREGATOR, port, living()))
        .extracting(Finding::level)
        .containsExactly(Level.PROBLEM);
  }

  @Test
  void aPageThatFailsIsSeenByNobody() throws Exception {
    answers("/metrics", 500, "no");
    int port = server.getAddress().getPort();

    assertThat(examine(Holder.AGGREGATOR)).extracting(Finding::level).containsExactly(Level.NOTE);
    assertThat(examine(Holder.AGGREGATOR, port, living()))
        .extracting(each -> each.level() + " " + each.text())
        .containsExactly(
            "PROBLEM its page at http://127.0.0.1:%d fails: status=500".formatted(port));
  }

  @Test
  void withoutAnAggregatorTheLivingAreSeenByNobody() throws Exception {
    assertThat(examine(Holder.NOBODY, FreePorts.next()))
        .extracting(each -> each.level() + " " + each.text())
        .containsExactly("NOTE none works on " + temporary.resolve("archive"));
    assertThat(examine(Holder.NOBODY, FreePorts.next(), living()))
        .extracting(each -> each.level() + " " + each.text())
        .containsExactly("PROBLEM none works on " + temporary.resolve("archive"));
  }

  @Test
  void whereNobodyListensThatIsSaidOfARunningOne() throws Exception {
    assertThat(examine(Holder.UNKNOWN, FreePorts.next())).isEmpty();
    assertThat(examine(Holder.AGGREGATOR, FreePorts.next(), living()))
        .extracting(each -> each.level() + " " + each.text())
        .singleElement()
        .asString()
        .startsWith("NOTE can't be asked at http://127.0.0.1:")
        .endsWith(": nobody listens there");
  }
}
