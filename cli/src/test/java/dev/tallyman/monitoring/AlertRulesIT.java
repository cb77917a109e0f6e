package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.monitoring.PeerProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** monitoring/alerts.yml as promtool reads it, and the cases in monitoring/tests that hold it. */
@Tag("slow")
final class AlertRulesIT {
  private static final Path RULES = Repository.file("monitoring/alerts.yml");
  private static final Path CASES = Repository.file("monitoring/tests");

  @Test
  void promtoolAcceptsTheRules() {
    Outcome outcome = promtool(CASES, List.of("check", "rules", RULES.toString()));

    assertThat(outcome.exitCode()).as(outcome.output() + outcome.errors()).isZero();
  }

  @Test
  void everySystemHasItsGroup() {
    assertThat(groups().keySet())
        .containsExactly(
            "tallyman_alerts",
            "kernelci_alerts",
            "chedweb_alerts",
            "bricklayers_alerts",
            "data20_alerts",
            "digital_actors_alerts");
  }

  @Test
  void theAlertsOfTheDocumentsAreThere() {
    assertThat(groups().get("bricklayers_alerts"))
        .containsExactly(
            "HighErrorRate",
            "HighProcessingFailureRate",
            "JobQueueBacklog",
            "SlowRequests",
            "CleanupFailures");
    assertThat(groups().get("data20_alerts"))
        .hasSize(10)
        .contains("HighHTTPErrorRate", "SlowToolExecution");
  }

  @Test
  void noTwoAlertsShareAName() {
    assertThat(groups().values().stream().flatMap(List::stream)).doesNotHaveDuplicates();
  }

  @Test
  void everyJobThatAnAlertSelectsIsAJobOfPrometheus() {
    Set<String> jobs = new TreeSet<>();
    Repository.yaml("monitoring/prometheus.yml")
        .path("scrape_configs")
        .forEach(job -> jobs.add(job.path("job_name").asText()));

    assertThat(Pattern.compile("job=~?\"([^\"]+)\"").matcher(text(RULES)).results())
        .isNotEmpty()
        .flatExtracting(AlertRulesIT::alternatives)
        .allMatch(jobs::contains);
  }

  @Test
  void everyAlertHasACaseInWhichItFiresAndOneInWhichItDoesNot() {
    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (Path file : caseFiles()) {
      for (JsonNode test : Repository.yaml(file.toString()).path("tests")) {
        for (JsonNode expected : test.path("alert_rule_test")) {
          Set<String> seen = expected.path("exp_alerts").isEmpty() ? silent : firing;
          seen.add(expected.path("alertname").asText());
        }
      }
    }

    Set<String> alerts =
        groups().values().stream().flatMap(List::stream).collect(Collectors.toSet());
    assertThat(firing).isEqualTo(alerts);
    assertThat(silent).isEqualTo(alerts);
  }

  @Test
  void theCasesHold() {
    Outcome outcome = promtool(CASES, testing(caseFiles()));

    assertThat(outcome.exitCode()).as(outcome.output() + outcome.errors()).isZero();
  }

  @Test
  void aRuleThatCannotFireBreaksItsCase(@TempDir Path directory) throws IOException {
    String joined =
        text(RULES).replace("sum(rate(digital_actors_errors", "(rate(digital_actors_errors");
    Files.writeString(directory.resolve("alerts.yml"), joined);
    Path cases = Files.createDirectory(directory.resolve("tests"));
    Path file = Files.copy(CASES.resolve("digital-actors.yml"), cases.resolve("broken.yml"));

    Outcome outcome = promtool(cases, testing(List.of(file)));

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.output() + outcome.errors()).contains("DigitalActorsHighErrorRate");
  }

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (JsonNode group : Repository.yaml("monitoring/alerts.yml").path("groups")) {
      groups.put(group.path("name").asText(), group.path("rules").findValuesAsText("alert"));
    }
    return groups;
  }

  private static List<String> alternatives(MatchResult selector) {
    return List.of(selector.group(1).split("\\|", -1));
  }

  private static List<Path> caseFiles() {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new AssertionError("cannot list: directory=" + CASES, e);
    }
  }

  private static List<String> testing(List<Path> files) {
    List<String> arguments = new ArrayList<>(List.of("test", "rules"));
    files.forEach(file -> arguments.add(file.toString()));
    return arguments;
  }

  private static String text(Path file) {
    return Repository.text(file.toString());
  }

  private static Outcome promtool(Path directory, List<String> arguments) {
    return PeerProgram.named("promtool", "prometheus").run(directory, arguments);
  }
}
