package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.monitoring.PeerProgram.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docker-compose.monitoring.yml as docker-compose reads it. */
final class ComposeIT {
  private static final String FILE = "docker-compose.monitoring.yml";

  @Test
  void thePortsAndTheLoginAreThoseOfTheDocumentOnThisHostOnly() {
    JsonNode services = services(Map.of());

    assertThat(texts(services.path("prometheus").path("ports")))
        .containsExactly("127.0.0.1:9090:9090/tcp");
    assertThat(texts(services.path("grafana").path("ports")))
        .containsExactly("127.0.0.1:3000:3000/tcp");
    JsonNode environment = services.path("grafana").path("environment");
    assertThat(environment.path("GF_SECURITY_ADMIN_USER").asText()).isEqualTo("admin");
    assertThat(environment.path("GF_SECURITY_ADMIN_PASSWORD").asText()).isEqualTo("admin");
  }

  @Test
  void thePasswordTheAddressAndTheRetentionCanBeSet() {
    JsonNode services =
        services(
            Map.of(
                "GRAFANA_ADMIN_PASSWORD", "s3cret",
                "MONITORING_HOST", "0.0.0.0",
                "PROMETHEUS_RETENTION", "90d"));

    assertThat(services.path("grafana").path("environment").path("GF_SECURITY_ADMIN_PASSWORD"))
        .hasToString("\"s3cret\"");
    assertThat(texts(services.path("grafana").path("ports")))
        .containsExactly("0.0.0.0:3000:3000/tcp");
    assertThat(texts(services.path("prometheus").path("command")))
        .contains("--storage.tsdb.retention.time=90d");
  }

  @Test
  void everyImageIsPinnedAndEveryServiceHasAHealthCheck() {
    services(Map.of())
        .forEach(
            service -> {
              assertThat(service.path("image").asText()).matches(".+:v?\\d+\\.\\d+\\.\\d+");
              assertThat(service.path("healthcheck").path("test").isEmpty()).isFalse();
            });
  }

  @Test
  void prometheusReachesTheHostOnLinuxToo() {
    assertThat(texts(services(Map.of()).path("prometheus").path("extra_hosts")))
        .containsExactly("host.docker.internal:host-gateway");
  }

  @Test
  void prometheusIsStartedWithTheConfigurationThatIsMounted() {
    JsonNode prometheus = services(Map.of()).path("prometheus");
    String option =
        texts(prometheus.path("command")).stream()
            .filter(argument -> argument.startsWith("--config.file="))
            .findFirst()
            .orElseThrow();

    assertThat(onHost(prometheus, option.substring("--config.file=".length())))
        .isEqualTo(Repository.file("monitoring/prometheus.yml"))
        .isRegularFile();
  }

  @Test
  void grafanaFindsItsDataSourceAndTheDashboardWhereTheyAreMounted() {
    JsonNode grafana = services(Map.of()).path("grafana");
    String provisioning = "/etc/grafana/provisioning";

    assertThat(onHost(grafana, provisioning + "/datasources/prometheus.yaml")).isRegularFile();
    Path provider = onHost(grafana, provisioning + "/dashboards/tallyman.yaml");
    assertThat(provider).isRegularFile();
    JsonNode options =
        Repository.yaml(provider.toString()).path("providers").path(0).path("options");
    assertThat(onHost(grafana, options.path("path").asText() + "/dashboard.json"))
        .isEqualTo(Repository.file("monitoring/dashboard.json"))
        .isRegularFile();
  }

  @Test
  void everyMountedPathIsInTheRepository() {
    services(Map.of())
        .forEach(
            service ->
                texts(service.path("volumes")).stream()
                    .filter(volume -> volume.startsWith("/"))
                    .map(volume -> Path.of(volume.split(":", -1)[0]))
                    .forEach(
                        path ->
                            assertThat(path).exists().startsWith(Repository.file("monitoring"))));
  }

  private static JsonNode services(Map<String, String> environment) {
    Outcome outcome =
        PeerProgram.named("docker-compose", "docker-compose")
            .run(Repository.file(""), List.of("-f", FILE, "config"), environment, "");
    assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
    return Repository.parsedYaml(outcome.output()).path("services");
  }

  /** The file of this host that a path inside a service's container stands for. */
  private static Path onHost(JsonNode service, String inContainer) {
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

  private static List<String> texts(JsonNode array) {
    return Dashboard.each(array).map(JsonNode::asText).toList();
  }
}
