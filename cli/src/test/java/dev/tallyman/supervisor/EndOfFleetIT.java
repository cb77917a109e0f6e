package dev.tallyman.supervisor;

import static dev.tallyman.supervisor.Fleet.IDLE;
import static dev.tallyman.supervisor.Fleet.QUICK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EndOfFleetIT {
  private static final String DEAF = "trap '' TERM; echo up; while :; do sleep 0.05; done";

  @TempDir private Path temporary;

  @Test
  void theAggregatorEndsAfterTheLastWorker() throws Exception {
    Path log = temporary.resolve("log");
    String worker =
        "trap 'sleep 0.3; echo $NAME ended >> %s; exit 0' TERM; echo up; while :; do sleep 0.02; done"
            .formatted(log);
    String aggregator = worker.replace("sleep 0.3; ", "");
    try (Fleet fleet = Fleet.start(QUICK, aggregator, worker, worker)) {
      awaitAllUp(fleet, "aggregator", "worker-1", "worker-2");

      assertThat(fleet.stop()).isZero();

      assertThat(Processes.lines(log))
          .containsExactlyInAnyOrder("worker-1 ended", "worker-2 ended", "aggregator ended")
          .endsWith("aggregator ended");
      assertThat(fleet.err()).isEmpty();
    }
  }

  @Test
  void aWorkerThatIsDeafToSigtermIsKilledAfterTheGraceTime() throws Exception {
    Timings timings = new Timings(300, 100, 5_000, QUICK.restarts());
    Path pid = temporary.resolve("pid");
    try (Fleet fleet = Fleet.start(timings, IDLE, "echo $$ > " + pid + "; " + DEAF, IDLE)) {
      awaitAllUp(fleet, "worker-1");
      long asked = System.nanoTime();

      assertThat(fleet.stop()).isZero();

      assertThat(System.nanoTime() - asked).isGreaterThan(300_000_000L);
      assertThat(fleet.err())
          .isEqualTo("tallyman: worker-1 did not end in time after SIGTERM: sending SIGKILL\n");
      Processes.assertGone(Processes.lines(pid));
    }
  }

  @Test
  void aSecondRequestDoesNotWaitForTheGraceTime() throws Exception {
    Timings timings = new Timings(1_000_000, 100, 5_000, QUICK.restarts());
    try (Fleet fleet = Fleet.start(timings, IDLE, DEAF)) {
      awaitAllUp(fleet, "worker-1");

      fleet.supervisor().stop();
      assertThat(fleet.stop()).isZero();
    }
  }

  @Test
  void aThirdRequestKillsTheAggregatorToo() throws Exception {
    Timings timings = new Timings(1_000_000, 100, 5_000, QUICK.restarts());
    try (Fleet fleet = Fleet.start(timings, DEAF, DEAF)) {
      awaitAllUp(fleet, "aggregator", "worker-1");

      fleet.supervisor().stop();
      fleet.supervisor().stop();
      assertThat(fleet.stop()).isZero();
    }
  }

  @Test
  void whatAWorkerStartedEndsWithIt() throws Exception {
    Path pids = temporary.resolve("pids");
    String start = "sleep 1000 & echo $! >> %s; %s & echo $! >> %s; wait";
    String worker = start.formatted(pids, "(trap '' TERM; sleep 1000; sleep 1000)", pids);
    Timings timings = new Timings(300, 100, 5_000, QUICK.restarts());
    try (Fleet fleet = Fleet.start(timings, IDLE, worker)) {
      fleet.await("both started", () -> Processes.lines(pids).size() == 2);

      assertThat(fleet.stop()).isZero();

      Processes.assertGone(Processes.lines(pids));
    }
  }

  @Test
  void aFleetIsStoppedEvenBeforeItStands() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (Fleet fleet = Fleet.start(QUICK, IDLE, IDLE, "exit 1")) {
        assertThat(fleet.stop()).isZero();
      }
    }

    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList())
        .isEqualTo(List.of());
  }

  private static void awaitAllUp(Fleet fleet, String... names) {
    for (String name : names) {
      fleet.awaitOut("(?m)^" + name + " \\| up$");
    }
  }
}
