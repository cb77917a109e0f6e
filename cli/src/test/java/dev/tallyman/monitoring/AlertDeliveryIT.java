package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.monitoring.PeerProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An alert's whole way: a page, Prometheus with our rules, Alertmanager with our routes, and a
 * webhook that hears what Slack would. Only waiting times are shortened.
 */
@Tag("slow")
final class AlertDeliveryIT {
  /** An alert of each system that its page makes fire at once. */
  private static final Map<String, String> EXPECTED =
      Map.of(
          "TallymanFileSkipped", "Tally files left out on ",
          "ChedWebDeadmanSwitch", "The deadman switch stopped the robot: ",
          "CleanupFailures", "Multiple cleanup failures: ",
          "SlowDatabaseQueries", "Slow database queries: ",
          "DigitalActorsHighErrorRate", "High error rate: 10% of the requests fail");

  @Test
  void amtoolAcceptsTheConfiguration() {
    Outcome outcome = checked(Repository.file("monitoring/alertmanager.yml"));

    assertThat(outcome.exitCode()).as(outcome.output() + outcome.errors()).isZero();
  }

  @Test
  void amtoolRejectsAReceiverThatNobodyDefined(@TempDir Path directory) throws IOException {
    String dangling =
        Repository.text("monitoring/alertmanager.yml").replace("receiver: slack", "receiver: sms");

    Outcome outcome = checked(Files.writeString(directory.resolve("alertmanager.yml"), dangling));

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.output() + outcome.errors()).contains("undefined receiver \"sms\"");
  }

  @Test
  void anAlertOfEverySystemArrives(@TempDir Path directory) throws IOException {
    Path rules = Files.writeString(directory.resolve("alerts.yml"), impatientRules());
    Map<String, DocumentedPage> pages = new HashMap<>();
    ScrapedSystems.JOBS.forEach((system, job) -> pages.put(job, DocumentedPage.of(system)));
    Map<String, String> targets = new HashMap<>();
    pages.forEach((job, page) -> targets.put(job, page.hostAndPort()));
    try (Webhook slack = Webhook.listen();
        AlertmanagerServer alertmanager = AlertmanagerServer.start(slack.address());
        PrometheusServer prometheus =
            PrometheusServer.start(
                ShippedConfiguration.alerting(
                    targets, rules.toString(), alertmanager.hostAndPort()))) {
      prometheus.awaitFirstScrape();

      EXPECTED.forEach(
          (alert, text) -> {
            JsonNode message = slack.awaitMessage("\"FIRING: " + alert + " (1)\"");
            assertThat(message.path("channel").asText()).isEqualTo("#alerts");
            assertThat(message.path("attachments").path(0).path("text").asText()).contains(text);
          });
    } finally {
      pages.values().forEach(DocumentedPage::close);
    }
  }

  private static String impatientRules() {
    return Repository.text("monitoring/alerts.yml").replaceAll("for: \\d+m", "for: 0s");
  }

  private static Outcome checked(Path file) {
    return PeerProgram.named("amtool", "prometheus-alertmanager")
        .run(Repository.file(""), List.of("check-config", file.toString()));
  }
}
