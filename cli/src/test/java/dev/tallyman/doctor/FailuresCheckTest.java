package dev.tallyman.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveContents;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FailuresCheckTest {
  @TempDir private Path temporary;
  private Path tallies;

  @BeforeEach
  void chooseDirectory() throws IOException {
    tallies = Files.createDirectory(temporary.resolve("tallies"));
  }

  private void record(String worker, String metric, String label, String... failures)
      throws IOException {
    EndedWorker.record(
        tallies,
        worker,
        registry -> {
          Counter counter = Counter.builder().name(metric).labelNames(label).register(registry);
          for (String failure : failures) {
            counter.labelValues(failure).inc();
          }
        });
  }

  private static List<String> said(Patient patient, Optional<ArchiveContents> archive) {
    List<Finding> findings = new ArrayList<>();
    FailuresCheck.examine(patient, archive, findings);
    return findings.stream().map(each -> each.level() + " " + each.text()).toList();
  }

  @Test
  void whatAgentsOfTheLivingCouldNotDoIsNamedByPart() throws IOException {
    record("one", "tallyman_agent_failures_total", "part", "jmx", "jvm", "jmx");
    record("two", "tallyman_agent_failures_total", "part", "jmx");

    assertThat(said(EndedWorker.living(tallies, Instant.now()), Optional.empty()))
        .containsExactly(
            "PROBLEM the agent could not do all of its work, in workers that live: part=jmx: 3;"
                + " part=jvm: 1");
  }

  @Test
  void whatBridgesCouldNotCopyIsNamedByReason() throws IOException {
    record("one", "tallyman_bridge_failures_total", "reason", "collector");

    assertThat(said(EndedWorker.living(tallies, Instant.now()), Optional.empty()))
        .containsExactly(
            "PROBLEM the bridge could not copy all metrics, in workers that live:"
                + " reason=collector: 1");
  }

  @Test
  void whatTheDeadCouldNotDoIsOverWhetherFoldedOrNot() throws IOException {
    record("dead", "tallyman_agent_failures_total", "part", "jmx");
    String expected =
        "NOTE the agent could not do all of its work, in workers that are dead: part=jmx: 1";

    assertThat(said(Patient.read(tallies, Optional.empty(), Instant.now()), Optional.empty()))
        .containsExactly(expected);

    Optional<ArchiveContents> folded = ArchiveContents.read(fold());
    assertThat(said(Patient.read(tallies, folded, Instant.now()), folded))
        .containsExactly(expected);
  }

  @Test
  void withoutFailuresThereIsNothingToSay() throws IOException {
    record("one", "requests", "part", "jmx");

    assertThat(said(EndedWorker.living(tallies, Instant.now()), Optional.empty())).isEmpty();
  }

  private Path fold() throws IOException {
    Path archive = temporary.resolve("archive");
    AggregatorConfig config =
        new AggregatorConfig(
            tallies, archive, ArchiveRules.DEFAULT, HistoryRules.OFF, "127.0.0.1", 0, null);
    try (Aggregator aggregator = Aggregator.start(config)) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (Files.exists(tallies.resolve("dead.tally"))) {
        assertThat(System.nanoTime()).as("port " + aggregator.port()).isLessThan(deadline);
        LockSupport.parkNanos(10_000_000);
      }
    }
    return archive;
  }
}
