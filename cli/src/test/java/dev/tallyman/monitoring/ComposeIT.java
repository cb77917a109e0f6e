package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docker-compose.monitoring.yml as docker-compose reads it. */
@Tag("slow")
final class ComposeIT {
  @Test
  void thePortsAndTheLoginAreThoseOfTheDocumentOnThisHostOnly() {
    JsonNode services = services(Map.of());

    assertThat(ComposeFile.texts(services.path("prometheus").path("ports")))
        .containsExactly("127.0.0.1:9090:9090/tcp");
    assertThat(ComposeFile.texts(services.path("alertmanager").path("ports")))
        .containsExactly("127.0.0.1:9093:9093/tcp");
    assertThat(ComposeFile.texts(services.path("grafana").path("ports")))
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
                "PROMETHEUS_RETENTION", "90d",
                "PROMETHEUS_RETENTION_SIZE", "50GB"));

    assertThat(services.path("grafana").path("environment").path("GF_SECURITY_ADMIN_PASSWORD"))
        .hasToString("\"s3cret\"");
    assertThat(ComposeFile.texts(services.path("grafana").path("ports")))
        .containsExactly("0.0.0.0:3000:3000/tcp");
    assertThat(ComposeFile.texts(services.path("prometheus").path("command")))
        .contains("--storage.tsdb.retention.time=90d", "--storage.tsdb.retention.size=50GB");
  }

  @Test
  void dataAreKeptAsLongAsTheDocumentsSay() {
    assertThat(ComposeFile.texts(services(Map.of()).path("prometheus").path("command")))
        .contains("--storage.tsdb.retention.time=15d", "--storage.tsdb.retention.size=10GB");
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
    assertThat(ComposeFile.texts(services(Map.of()).path("prometheus").path("extra_hosts")))
        .containsExactly("host.docker.internal:host-gateway");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prometheus", "alertmanager"})
  void aServerIsStartedWithTheConfigurationThatIsMounted(String name) {
    JsonNode service = services(Map.of()).path(name);
    String option =
        ComposeFile.texts(service.path("command")).stream()
            .filter(argument -> argument.startsWith("--config.file="))
            .findFirst()
            .orElseThrow();

    assertThat(ComposeFile.onHost(service, option.substring("--config.file=".length())))
        .isEqualTo(Repository.file("monitoring/" + name + ".yml"))
        .isRegularFile();
  }

  @Test
  void prometheusFindsAlertmanagerByTheNameOfItsService() {
    JsonNode managers =
        Repository.yaml("monitoring/prometheus.yml").path("alerting").path("alertmanagers");
    String target =
        managers.path(0).path("static_configs").path(0).path("targets").path(0).asText();

    assertThat(target).isEqualTo("alertmanager:9093");
    assertThat(services(Map.of()).has("alertmanager")).isTrue();
  }

  @Test
  void grafanaFindsItsDataSourceAndTheDashboardsWhereTheyAreMounted() {
    JsonNode grafana = services(Map.of()).path("grafana");
    String provisioning = "/etc/grafana/provisioning";

    assertThat(ComposeFile.onHost(grafana, provisioning + "/datasources/prometheus.yaml"))
        .isRegularFile();
    Path provider = ComposeFile.onHost(grafana, provisioning + "/dashboards/tallyman.yaml");
    assertThat(provider).isRegularFile();
    JsonNode options =
        Repository.yaml(provider.toString()).path("providers").path(0).path("options");
    // Grafana looks into the directories below, too.
    assertThat(Dashboard.files())
        .allSatisfy(
            file ->
                assertThat(
                        ComposeFile.onHost(
                            grafana, file.replace("monitoring", options.path("path").asText())))
                    .isEqualTo(Repository.file(file))
                    .isRegularFile());
  }

  @Test
  void everyMountedPathIsInTheRepository() {
    services(Map.of())
        .forEach(
            service ->
                ComposeFile.texts(service.path("volumes")).stream()
                    .filter(volume -> volume.startsWith("/"))
                    .map(volume -> Path.of(volume.split(":", -1)[0]))
                    .forEach(
                        path ->
                            assertThat(path).exists().startsWith(Repository.file("monitoring"))));
  }

  private static JsonNode services(Map<String, String> environment) {
    return ComposeFile.services("docker-compose.monitoring.yml", environment);
  }
}
