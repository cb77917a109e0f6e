package dev.tallyman.supervisor;

import static dev.tallyman.supervisor.Fleet.IDLE;
import static dev.tallyman.supervisor.Fleet.QUICK;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SupervisorIT {
  @TempDir private Path temporary;

  @Test
  void everyLineIsWholeAndCarriesTheNameOfItsWorker() throws Exception {
    String chatty =
        "i=0; while [ $i -lt 500 ]; do echo \"$NAME says $i $(printf %0300d 0)\"; i=$((i+1)); done;"
            + " echo \"$NAME fails\" >&2; echo; exec sleep 1000";
    try (Fleet fleet = Fleet.start(QUICK, IDLE, chatty, chatty, chatty)) {
      for (int worker = 1; worker <= 3; worker++) {
        fleet.awaitErr("(?m)^worker-" + worker + " \\| worker-" + worker + " fails$");
        fleet.awaitOut("(?m)^worker-" + worker + " \\| $");
      }

      List<String> lines = fleet.out().lines().filter(line -> line.contains("says")).toList();
      assertThat(lines)
          .hasSize(1500)
          .allMatch(line -> line.matches("(worker-[123]) \\| \\1 says \\d+ 0{300}"));
      assertThat(fleet.err()).doesNotContain("says");
      assertThat(fleet.stop()).isZero();
    }
  }

  @Test
  void aWorkerThatDiesIsStartedAgain() throws Exception {
    Path starts = temporary.resolve("starts");
    String worker = "echo $$ >> " + starts + "; " + IDLE;
    try (Fleet fleet = Fleet.start(QUICK, IDLE, worker)) {
      fleet.await("the first start", () -> Processes.lines(starts).size() == 1);
      Processes.signal("KILL", Processes.lines(starts).get(0));

      fleet.await("the second start", () -> Processes.lines(starts).size() == 2);
      fleet.awaitErr(
          "(?m)^tallyman: worker-1 ended with exit code 137 \\(signal 9\\) after .* s;"
              + " to start again in 0.01 s$");
      Processes.signal("TERM", Processes.lines(starts).get(1));

      fleet.await("the third start", () -> Processes.lines(starts).size() == 3);
      fleet.awaitErr("worker-1 ended with exit code 143 \\(signal 15\\)");
    }
  }

  @Test
  void theAggregatorIsStartedAgainToo() throws Exception {
    Path starts = temporary.resolve("starts");
    try (Fleet fleet = Fleet.start(QUICK, "echo $$ >> " + starts + "; " + IDLE, IDLE)) {
      fleet.await("the first start", () -> Processes.lines(starts).size() == 1);
      Processes.signal("KILL", Processes.lines(starts).get(0));

      fleet.await("the second start", () -> Processes.lines(starts).size() == 2);
    }
  }

  @Test
  void aCommandThatNeverStandsIsGivenUp() throws Exception {
    Path pid = temporary.resolve("pid");
    String aggregator = "echo $$ > " + pid + "; " + IDLE;
    try (Fleet fleet = Fleet.start(QUICK, aggregator, "exit 3", "exit 0")) {
      assertThat(fleet.exitCode()).isEqualTo(Supervisor.EXIT_GAVE_UP);

      assertThat(fleet.err()).contains("giving up: every worker dies again and again");
      assertThat(fleet.err().lines().filter(line -> line.contains("worker-1 ended")).count())
          .isBetween(4L, 6L);
      Processes.assertGone(Processes.lines(pid));
    }
  }

  @Test
  void oneWorkerThatStandsKeepsTheFleetUp() throws Exception {
    try (Fleet fleet = Fleet.start(QUICK, IDLE, IDLE, "exit 3")) {
      fleet.await(
          "many deaths",
          () -> fleet.err().lines().filter(line -> line.contains("worker-2 ended")).count() > 10);

      assertThat(fleet.err()).doesNotContain("giving up").doesNotContain("worker-1 ended");
      assertThat(fleet.stop()).isZero();
    }
  }

  @Test
  void anAggregatorThatNeverStandsIsGivenUp() throws Exception {
    try (Fleet fleet = Fleet.start(QUICK, "exit 1", IDLE)) {
      assertThat(fleet.exitCode()).isEqualTo(Supervisor.EXIT_GAVE_UP);

      assertThat(fleet.err()).contains("giving up: the aggregator dies again and again");
    }
  }

  @Test
  void aProgramThatCannotBeStartedIsGivenUp() throws Exception {
    Path broken = Files.writeString(temporary.resolve("broken"), "#!/no/such/shell\n");
    assertThat(broken.toFile().setExecutable(true)).isTrue();
    FleetPlan sound = Fleet.plan(QUICK, IDLE);
    ChildPlan worker =
        new ChildPlan("worker-1", List.of(broken.toString()), Map.of(), ChildPlan.Kin.THEIRS);

    try (Fleet fleet =
        Fleet.start(new FleetPlan(sound.aggregator(), List.of(worker), List.of(), QUICK))) {
      assertThat(fleet.exitCode()).isEqualTo(Supervisor.EXIT_GAVE_UP);

      assertThat(fleet.err()).contains("worker-1 could not be started: Cannot run program");
    }
  }

  @Test
  void addressesAreAnnouncedWhenAllOfThemAnswer() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int port = server.getAddress().getPort();
    server.createContext(
        "/ready",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    FleetPlan plan = Fleet.plan(QUICK, IDLE, "echo up; " + IDLE);
    URI probe = URI.create("http://127.0.0.1:" + port + "/ready");
    Endpoint endpoint = new Endpoint("metrics", URI.create("http://localhost:1/metrics/"), probe);
    try (Fleet fleet =
        Fleet.start(
            new FleetPlan(plan.aggregator(), plan.workers(), List.of(endpoint), plan.timings()))) {
      fleet.awaitOut("worker-1 \\| up");
      assertThat(fleet.out()).doesNotContain("metrics/");

      server.start();

      fleet.awaitOut("(?m)^tallyman: metrics http://localhost:1/metrics/$");
      assertThat(fleet.stop()).isZero();
    } finally {
      server.stop(0);
    }
  }
}
