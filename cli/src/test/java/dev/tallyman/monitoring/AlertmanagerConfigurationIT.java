package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.monitoring.PeerProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped routes, judged by Alertmanager's own tool; {@link DemosIT} sends alerts along them.
 */
final class AlertmanagerConfigurationIT {
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

  private static Outcome checked(Path file) {
    return PeerProgram.named("amtool", "prometheus-alertmanager")
        .run(Repository.file(""), List.of("check-config", file.toString()));
  }
}
