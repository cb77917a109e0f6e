package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.metrics.MetricsConfig;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docker-compose.yml as docker-compose reads it, and the Dockerfile that its image comes from. */
@Tag("slow")
final class FleetComposeIT {
  private static final String TALLIES = "/tmp/prometheus_multiproc_dir";

  @Test
  void thePortsAreThoseOfTheDocument() {
    JsonNode services = services();

    assertThat(ComposeFile.texts(services.path("aggregator").path("ports")))
        .containsExactly("0.0.0.0:8001:8001/tcp");
    assertThat(ComposeFile.texts(services.path("backend").path("ports")))
        .containsExactly("0.0.0.0:8000:8000/tcp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aggregator", "backend", "backend-2", "backend-3"})
  void everyProcessSeesTheTallyFilesOfAll(String name) {
    JsonNode service = services().path(name);

    assertThat(ComposeFile.texts(service.path("volumes"))).contains("tallies:" + TALLIES + ":rw");
    assertThat(service.path("environment").path(MetricsConfig.ENABLED).asText()).isEqualTo("true");
    assertThat(service.path("environment").path(MetricsConfig.DIRECTORY).asText())
        .isEqualTo(TALLIES);
    assertThat(service.path("healthcheck").path("test").isEmpty()).isFalse();
  }

  @Test
  void theCountsOfTheDeadAreOnAVolumeThatOnlyTheAggregatorHas() {
    String archive = setInImage(AggregatorConfig.ARCHIVE);
    String volume = "archive:" + archive + ":rw";

    services()
        .properties()
        .forEach(
            service ->
                assertThat(ComposeFile.texts(service.getValue().path("volumes")).contains(volume))
                    .as(service.getKey())
                    .isEqualTo(service.getKey().equals("aggregator")));
  }

  @Test
  void theImageMakesTheDirectoriesThatVolumesAreMountedOnForItsUser() {
    String dockerfile = Repository.text("Dockerfile");

    assertThat(dockerfile)
        .contains("USER tallyman")
        .contains("install -d -m 0700 -o tallyman -g tallyman")
        .containsPattern(
            "install -d[^&]*" + TALLIES + " [^&]*" + setInImage(AggregatorConfig.ARCHIVE));
    assertThat(setInImage(MetricsConfig.DIRECTORY)).isEqualTo(TALLIES);
  }

  @Test
  void everyImageThatOursIsBuiltFromIsPinned() {
    List<String> images =
        Pattern.compile("^FROM (\\S+)", Pattern.MULTILINE)
            .matcher(Repository.text("Dockerfile"))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(images).hasSize(2).allMatch(image -> image.matches(".+:\\d+\\.\\d+\\.\\d+.*"));
  }

  @Test
  void theHealthCheckTellsAnAggregatorThatServesFromNone() {
    String command =
        services().path("aggregator").path("healthcheck").path("test").path(3).asText();
    assertThat(command).contains("/dev/tcp/127.0.0.1/8001");
    int port;
    try (WorkerFleet fleet = WorkerFleet.start()) {
      port = Integer.parseInt(fleet.hostAndPort().replaceAll(".*:", ""));

      assertThat(exitCode(command, port)).isZero();
    }
    assertThat(exitCode(command, port)).isNotZero();
  }

  private static int exitCode(String command, int port) {
    return PeerProgram.named("bash", "bash")
        .run(Repository.file(""), List.of("-c", command.replace("8001", Integer.toString(port))))
        .exitCode();
  }

  private static String setInImage(String variable) {
    return Pattern.compile(variable + "=(\\S+)")
        .matcher(Repository.text("Dockerfile"))
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("not in the Dockerfile: " + variable));
  }

  private static JsonNode services() {
    return ComposeFile.services("docker-compose.yml", Map.of());
  }
}
