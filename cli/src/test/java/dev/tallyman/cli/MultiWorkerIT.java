package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.supervisor.FreePorts;
import dev.tallyman.supervisor.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dashboard workers on one port, replaced, killed and ended under load. */
@Tag("slow")
@Timeout(120)
final class MultiWorkerIT {
  private static final String DASHBOARDS = "SupervisedMain dashboard";
  private static final int CLIENTS = 8;

  @TempDir private Path temporary;

  private final int port = FreePorts.next();
  private final int metricsPort = FreePorts.next();

  MultiWorkerIT() throws IOException {}

  @Test
  void aRollingRestartUnderLoadLosesNoRequest() throws Exception {
    try (Tallyman up = up()) {
      List<String> before = up.children(DASHBOARDS);
      try (LoadOnWorkers load = LoadOnWorkers.start(port, CLIENTS)) {
        up.await("all workers answer", () -> load.byPid().keySet().containsAll(before));

        up.signal("HUP");
        up.awaitErr("rolling restart: done");
        List<String> after = up.children(DASHBOARDS);
        up.await("all new workers answer", () -> load.byPid().keySet().containsAll(after));
        up.await("there is load", () -> load.answered() > 100);
        load.finish();

        assertThat(after).hasSize(3).doesNotContainAnyElementsOf(before);
        assertThat(load.losses()).isEmpty();
      }
      assertThat(up.err()).doesNotContain("cut off", "Exception");
    }
  }

  @Test
  void aKilledWorkerCostsNoMoreThanTheRequestsThatItHeld() throws Exception {
    try (Tallyman up = up();
        LoadOnWorkers load = LoadOnWorkers.start(port, CLIENTS)) {
      List<String> before = up.children(DASHBOARDS);
      up.await("all workers answer", () -> load.byPid().keySet().containsAll(before));

      Processes.signal("KILL", before.get(0));
      up.await(
          "another worker",
          () -> {
            List<String> now = up.children(DASHBOARDS);
            return now.size() == 3 && !now.equals(before);
          });
      long answered = load.answered();
      up.await("they go on", () -> load.answered() > answered + 100);
      load.finish();

      // A client waits for one answer at a time.
      assertThat(load.losses()).hasSizeLessThanOrEqualTo(CLIENTS);
    }
  }

  @Test
  void everyWorkerAnswersTheSameQuestionAlike() throws Exception {
    try (Tallyman up = up()) {
      String first = Tallyman.get(port, "/api/openapi.json").getValue();
      for (int i = 0; i < 12; i++) {
        assertThat(Tallyman.get(port, "/api/openapi.json").getValue()).isEqualTo(first);
        assertThat(Tallyman.get(port, "/api/v1/workers").getValue()).contains("\"state\":\"live\"");
      }
      List<String> all = up.descendants();

      up.signal("TERM");

      assertThat(up.awaitExit()).isZero();
      Processes.assertGone(all);
    }
  }

  private Tallyman up() throws Exception {
    Tallyman up =
        Tallyman.start(
            temporary,
            "up",
            "--workers=3",
            "--host=127.0.0.1",
            "--metrics-host=127.0.0.1",
            "--port=" + port,
            "--metrics-port=" + metricsPort,
            "--dir=" + temporary.resolve("tallies"));
    for (int i = 1; i <= 3; i++) {
      up.awaitOut("worker-" + i + " \\| listening");
    }
    up.awaitOut("tallyman: dashboard");
    Path input = Path.of("/proc", Long.toString(up.pid()), "fd", "0");
    assertThat(Files.readSymbolicLink(input).toString()).startsWith("socket:");
    return up;
  }
}
