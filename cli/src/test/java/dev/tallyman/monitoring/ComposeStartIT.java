package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The servers of docker-compose.monitoring.yml, started with the very commands that it gives them
 * and the files that it mounts, but on a free port of the loopback.
 */
final class ComposeStartIT {
  private static final String MOUNTED = "/etc/tallyman/";

  @Test
  void prometheusStartsAndHasEveryRuleAndKeepsDataAsLongAsDocumented() {
    try (PeerServer prometheus = started("prometheus", "/prometheus")) {
      JsonNode flags = data(prometheus, "/api/v1/status/flags");
      assertThat(flags.path("storage.tsdb.retention.time").asText()).isEqualTo("15d");
      assertThat(flags.path("storage.tsdb.retention.size").asText()).isEqualTo("10GiB");

      JsonNode groups = data(prometheus, "/api/v1/rules").path("groups");
      assertThat(groups.findValuesAsText("file"))
          .hasSameSizeAs(Repository.yaml("monitoring/alerts.yml").path("groups"))
          .allMatch(file -> Path.of(file).equals(Repository.file("monitoring/alerts.yml")));
    }
  }

  @Test
  void alertmanagerStartsWithTheRoutesThatWeShip() {
    try (PeerServer alertmanager = started("alertmanager", "/alertmanager")) {
      JsonNode status = Repository.parsedJson(alertmanager.get("/api/v2/status").body());

      assertThat(status.path("config").path("original").asText())
          .contains("receiver: slack", "repeat_interval: 3h");
    }
  }

  private static PeerServer started(String service, String storage) {
    JsonNode command =
        ComposeFile.services("docker-compose.monitoring.yml", Map.of())
            .path(service)
            .path("command");
    String program = service.equals("prometheus") ? service : "prometheus-" + service;
    return PeerServer.start(
        PeerProgram.named(program, program),
        (directory, hostAndPort) -> {
          List<String> arguments = new ArrayList<>();
          for (String argument : ComposeFile.texts(command)) {
            arguments.add(
                argument
                    .replace("=" + MOUNTED, "=" + Repository.file("monitoring") + "/")
                    .replace("=" + storage, "=" + directory.resolve("data")));
          }
          arguments.add("--web.listen-address=" + hostAndPort);
          return arguments;
        });
  }

  private static JsonNode data(PeerServer server, String path) {
    return Repository.parsedJson(server.get(path).body()).path("data");
  }
}
