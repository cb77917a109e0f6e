package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.supervisor.FreePorts;
import dev.tallyman.supervisor.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class UpIT {
  private static final String DASHBOARDS = "SupervisedMain dashboard";
  private static final String AGGREGATOR = "SupervisedMain aggregator";

  @TempDir private Path temporary;

  private final int port = FreePorts.next();
  private final int metricsPort = FreePorts.next();

  UpIT() throws IOException {}

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void oneCommandServesBothPortsAndLeavesNothingBehind(String signal) throws Exception {
    try (Tallyman up = up(Map.of(), "--workers", "4")) {
      up.awaitOut("(?m)^tallyman: metrics http://127.0.0.1:" + metricsPort + "/metrics/$");
      up.awaitOut("(?m)^tallyman: dashboard http://127.0.0.1:" + port + "/$");
      assertThat(Tallyman.get(metricsPort, "/metrics/").getKey()).isEqualTo(200);
      assertThat(Tallyman.get(port, "/health").getValue()).contains("worker-");
      for (int i = 1; i <= 4; i++) {
        up.awaitOut("(?m)^worker-" + i + " \\| listening on http://127.0.0.1:" + port + "/$");
      }
      List<String> all = up.descendants();
      assertThat(all).hasSize(5);

      up.signal(signal);

      assertThat(up.awaitExit()).isZero();
      assertThat(up.err()).isEmpty();
      Processes.assertGone(all);
    }
  }

  @Test
  void aKilledProcessComesBackAndLeavesNoZombie() throws Exception {
    try (Tallyman up = up(Map.of(), "--workers", "2")) {
      up.awaitOut("tallyman: dashboard");
      for (String role : List.of(AGGREGATOR, DASHBOARDS)) {
        List<String> before = up.children(role);

        Processes.signal("KILL", before.get(0));

        up.await(
            "another " + role,
            () -> {
              List<String> now = up.children(role);
              return now.size() == before.size() && !now.equals(before);
            });
        assertThat(up.zombies()).isEmpty();
      }
      up.awaitErr("worker-\\d ended with exit code 137 \\(signal 9\\)");
      up.awaitErr("aggregator ended with exit code 137 \\(signal 9\\)");
      up.await("both answer again", () -> answers(metricsPort, "/-/ready") && answers(port, "/"));
    }
  }

  @Test
  @Tag("slow")
  void hangUpReplacesTheWorkersWhileThePortAnswers() throws Exception {
    try (Tallyman up = up(Map.of(), "--workers", "3")) {
      for (int i = 1; i <= 3; i++) {
        up.awaitOut("worker-" + i + " \\| listening");
      }
      up.awaitOut("tallyman: dashboard");
      List<String> aggregator = up.children(AGGREGATOR);
      Set<String> before = new HashSet<>(up.children(DASHBOARDS));

      up.signal("HUP");
      while (!up.err().contains("rolling restart: done")) {
        assertThat(Tallyman.get(port, "/health").getKey()).isEqualTo(200);
      }

      assertThat(up.children(DASHBOARDS)).hasSize(3).doesNotContainAnyElementsOf(before);
      assertThat(up.children(AGGREGATOR)).isEqualTo(aggregator);
    }
  }

  @Test
  @Tag("slow")
  void nothingOfOursOutlivesAKilledSupervisor() throws Exception {
    try (Tallyman up = up(Map.of(), "--workers", "2")) {
      up.awaitOut("tallyman: dashboard");
      List<String> all = up.descendants();
      assertThat(all).hasSize(3);

      up.signal("KILL");

      up.await("all end", () -> all.stream().noneMatch(Processes::isAlive));
    }
  }

  @Test
  void anyCommandIsAWorker() throws Exception {
    String script =
        "echo $PROMETHEUS_METRICS_WORKER_NAME $PROMETHEUS_METRICS_ENABLED; exec sleep 1000";
    try (Tallyman up = start(Map.of(), "--workers", "2", "--", "sh", "-c", script)) {
      up.awaitOut("(?m)^worker-1 \\| worker-1 true$");
      up.awaitOut("(?m)^worker-2 \\| worker-2 true$");
    }
    try (Tallyman up =
        start(
            Map.of("PROMETHEUS_METRICS_WORKER_NAME", "mine"),
            "--workers=1",
            "sh",
            "-c",
            "echo $PROMETHEUS_METRICS_WORKER_NAME $PROMETHEUS_METRICS_PORT; exec sleep 1000")) {
      up.awaitOut("(?m)^worker-1 \\| mine " + metricsPort + "$");
      up.awaitOut("tallyman: metrics http");
      assertThat(up.out()).doesNotContain("dashboard");
      List<String> all = up.descendants();

      up.signal("TERM");

      assertThat(up.awaitExit()).isZero();
      Processes.assertGone(all);
    }
  }

  @Test
  @Tag("slow")
  void aCommandThatEndsAtOnceEndsTheFleet() throws Exception {
    try (Tallyman up = start(Map.of(), "--workers", "2", "--", "sh", "-c", "echo no >&2; exit 9")) {
      assertThat(up.awaitExit()).isEqualTo(Main.EXIT_FAILED);

      assertThat(up.err())
          .contains("worker-1 | no\n")
          .contains("worker-2 ended with exit code 9 after")
          .endsWith("tallyman: giving up: every worker dies again and again\n");
    }
  }

  @Test
  @Tag("slow")
  void aTokenIsPassedOn() throws Exception {
    try (Tallyman up = up(Map.of("METRICS_TOKEN", "secret"), "--workers", "1")) {
      up.awaitOut("tallyman: dashboard");

      assertThat(Tallyman.get(metricsPort, "/metrics/").getKey()).isEqualTo(401);
      assertThat(
              Tallyman.get(metricsPort, "/metrics/", Map.of("Authorization", "Bearer secret"))
                  .getKey())
          .isEqualTo(200);
      assertThat(up.out() + up.err()).doesNotContain("secret");
    }
  }

  @Test
  @Tag("slow")
  void aSecondSupervisorIsToldOfTheFirst() throws Exception {
    try (Tallyman first = up(Map.of(), "--workers", "1")) {
      first.awaitOut("tallyman: dashboard");
      try (Tallyman second = up(Map.of(), "--workers", "1")) {
        assertThat(second.awaitExit()).isEqualTo(Main.EXIT_REFUSED);

        assertThat(second.err())
            .startsWith("tallyman: --metrics-port=\"" + metricsPort + "\" can't be listened on")
            .hasLineCount(1);
      }
      assertThat(Tallyman.get(port, "/health").getKey()).isEqualTo(200);
    }
  }

  private static boolean answers(int where, String path) {
    try {
      return Tallyman.get(where, path).getKey() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Dashboard workers. */
  private Tallyman up(Map<String, String> environment, String... flags) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    all.addAll(List.of(flags));
    return start(environment, all.toArray(String[]::new));
  }

  private Tallyman start(Map<String, String> environment, String... flags) throws IOException {
    List<String> all = new ArrayList<>(List.of("up", "--metrics-host", "127.0.0.1"));
    all.addAll(List.of("--metrics-port", Integer.toString(metricsPort)));
    all.addAll(List.of("--dir", temporary.resolve("tally").toString()));
    all.addAll(List.of(flags));
    return Tallyman.start(temporary, environment, all.toArray(String[]::new));
  }
}
