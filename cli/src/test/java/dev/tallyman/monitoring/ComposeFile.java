package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.monitoring.PeerProgram.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A compose file of the repository as docker-compose reads it.
 *
 * <p>Threading: safe for all threads. Failure: an {@link AssertionError} with what docker-compose
 * has against the file.
 */
final class ComposeFile {
  private ComposeFile() {}

  static JsonNode services(String file, Map<String, String> environment) {
    Outcome outcome =
        PeerProgram.named("docker-compose", "docker-compose")
            .run(Repository.file(""), List.of("-f", file, "config"), environment, "");
    assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
    return Repository.parsedYaml(outcome.output()).path("services");
  }

  /** The file of this host that a path inside a service's container stands for. */
  static Path onHost(JsonNode service, String inContainer) {
    for (String volume : texts(service.path("volumes"))) {
      String[] parts = volume.split(":", -1);
      Path mountPoint = Path.of(parts[1]);
      if (parts[0].startsWith("/") && Path.of(inContainer).startsWith(mountPoint)) {
        assertThat(parts).as("mounted read-only: %s", volume).endsWith("ro");
        return Path.of(parts[0]).resolve(mountPoint.relativize(Path.of(inContainer)));
      }
    }
    throw new AssertionError("not mounted: path=" + inContainer);
  }

  static List<String> texts(JsonNode array) {
    return Dashboard.each(array).map(JsonNode::asText).toList();
  }
}
