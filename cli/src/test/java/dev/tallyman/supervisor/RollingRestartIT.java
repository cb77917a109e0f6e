package dev.tallyman.supervisor;

import static dev.tallyman.supervisor.Fleet.IDLE;
import static dev.tallyman.supervisor.Fleet.QUICK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RollingRestartIT {
  private static final String LOGGING_WORKER =
      "[ -e %1$s/bad ] && exit 1; echo $NAME up >> %1$s/log;"
          + " trap 'echo $NAME down >> %1$s/log; exit 0' TERM; while :; do sleep 0.02; done";

  @TempDir private Path temporary;

  @Test
  void atMostOneWorkerIsAwayAtATime() throws Exception {
    Path aggregators = temporary.resolve("aggregators");
    try (Fleet fleet = startLogging("echo $$ >> " + aggregators + "; " + IDLE)) {
      awaitLog(fleet, 3);

      fleet.supervisor().roll();

      fleet.awaitErr("(?m)^tallyman: rolling restart: done$");
      List<String> log = log();
      assertThat(log).hasSize(9);
      assertOneAwayAtATime(log);
      assertThat(log.subList(3, 9))
          .containsExactly(
              "worker-1 down", "worker-1 up",
              "worker-2 down", "worker-2 up",
              "worker-3 down", "worker-3 up");
      assertThat(Processes.lines(aggregators)).hasSize(1);
      assertThat(fleet.stop()).isZero();
    }
  }

  @Test
  void aReplacementThatDoesNotComeUpEndsTheRestart() throws Exception {
    try (Fleet fleet = startLogging(IDLE)) {
      awaitLog(fleet, 3);
      Path bad = Files.createFile(temporary.resolve("bad"));

      fleet.supervisor().roll();

      fleet.awaitErr("rolling restart: worker-1 does not come up again; left as they are: 2");
      assertThat(log()).hasSize(4).endsWith("worker-1 down");

      Files.delete(bad);

      awaitLog(fleet, 5);
      assertThat(log()).endsWith("worker-1 up");
    }
  }

  @Test
  void aRequestDuringARestartIsServedAfterIt() throws Exception {
    try (Fleet fleet = startLogging(IDLE)) {
      awaitLog(fleet, 3);

      fleet.supervisor().roll();
      awaitLog(fleet, 4);
      fleet.supervisor().roll();
      fleet.supervisor().roll();

      awaitLog(fleet, 15);
      fleet.await(
          "two restarts",
          () -> fleet.err().lines().filter(line -> line.endsWith("restart: done")).count() == 2);
      assertThat(log()).hasSize(15);
      assertOneAwayAtATime(log());
    }
  }

  @Test
  void aStopDuringARestartEndsBoth() throws Exception {
    try (Fleet fleet = startLogging(IDLE)) {
      awaitLog(fleet, 3);

      fleet.supervisor().roll();
      awaitLog(fleet, 4);

      assertThat(fleet.stop()).isZero();
      assertThat(fleet.err()).doesNotContain("done");
    }
  }

  private Fleet startLogging(String aggregator) {
    String worker = LOGGING_WORKER.formatted(temporary);
    return Fleet.start(QUICK, aggregator, worker, worker, worker);
  }

  private void awaitLog(Fleet fleet, int lines) {
    fleet.await(lines + " lines in the log", () -> log().size() >= lines);
  }

  private List<String> log() {
    return Processes.lines(temporary.resolve("log"));
  }

  private static void assertOneAwayAtATime(List<String> log) {
    Set<String> up = new HashSet<>();
    int started = 0;
    for (String line : log) {
      String name = line.substring(0, line.indexOf(' '));
      if (line.endsWith("up")) {
        assertThat(up.add(name)).as(line).isTrue();
        started++;
      } else {
        up.remove(name);
      }
      assertThat(up.size()).as("%s in %s", line, log).isGreaterThanOrEqualTo(Math.min(2, started));
    }
  }
}
