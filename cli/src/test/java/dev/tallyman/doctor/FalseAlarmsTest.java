package dev.tallyman.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.doctor.Finding.Level;
import dev.tallyman.merge.Merger;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is healthy, or what our own pages recommend, is no problem. */
final class FalseAlarmsTest {
  @TempDir private Path temporary;
  private Path tallies;
  private Path archive;

  @BeforeEach
  void chooseDirectories() throws IOException {
    tallies = Files.createDirectory(temporary.resolve("tallies"));
    archive = temporary.resolve("tallies_archive");
  }

  private List<Finding> examine(GaugeModeRules gaugeModes) throws IOException {
    URI nobody = URI.create("http://127.0.0.1:" + FreePorts.next());
    return Doctor.examine(
        new Subject(tallies, archive, nobody, null, "1.2.3", gaugeModes, 100_000),
        Clock.systemUTC());
  }

  private static List<Finding> of(String check, List<Finding> findings) {
    return findings.stream().filter(each -> each.check().equals(check)).toList();
  }

  @Test
  void gaugesThatARuleHasBroughtTogetherDoNotDisagree() throws IOException {
    recordGauge("one", GaugeMode.MAX);
    recordGauge("two", GaugeMode.MIN);

    assertThat(of("metrics", examine(GaugeModeRules.NONE)))
        .extracting(Finding::level)
        .contains(Level.PROBLEM);
    assertThat(of("metrics", examine(GaugeModeRules.parse(List.of("pool_* sum"), "test"))))
        .containsExactly(Finding.ok("metrics", "metrics=1, series=1"));
  }

  private void recordGauge(String name, GaugeMode mode) throws IOException {
    EndedWorker.record(
        tallies,
        name,
        registry ->
            Gauge.builder().name("pool_size").multiprocessMode(mode).register(registry).set(1));
  }

  @Test
  void aDirectoryForJobsOfSeveralUsersIsWorthKnowing() throws IOException {
    Files.setAttribute(tallies, "unix:mode", 01777);

    assertThat(examine(GaugeModeRules.NONE).get(0))
        .satisfies(
            each -> {
              assertThat(each.level()).isEqualTo(Level.NOTE);
              assertThat(each.text())
                  .startsWith(tallies + " can be written by everybody, who may remove only their");
            });
  }

  @Test
  void whoOwnsAStickyDirectoryMayRemoveAllThereIs() {
    assertThat(DirectoryCheck.isOfTrusted("root", "aggregator")).isTrue();
    assertThat(DirectoryCheck.isOfTrusted("aggregator", "aggregator")).isTrue();
    assertThat(DirectoryCheck.isOfTrusted("somebody", "aggregator")).isFalse();
  }

  @Test
  void anArchiveIsForOneUserAlone() throws IOException {
    Files.createDirectory(archive);
    Files.setAttribute(archive, "unix:mode", 01777);

    assertThat(of("archive", examine(GaugeModeRules.NONE)))
        .extracting(Finding::level)
        .contains(Level.PROBLEM);
  }

  @Test
  void aWorkerIsInDangerNearItsLimitAndNotBefore() throws IOException {
    EndedWorker.record(
        tallies,
        "one",
        registry -> {
          Counter counter = Counter.builder().name("c").labelNames("path").register(registry);
          for (int i = 0; i < 90; i++) {
            counter.labelValues("/" + i).inc();
          }
        });
    Patient living = EndedWorker.living(tallies, Instant.now());
    Patient ended = Patient.read(tallies, Optional.empty(), Instant.now());

    assertThat(room(living, 101)).isEmpty();
    assertThat(room(ended, 100)).isEmpty();
    assertThat(room(living, 100))
        .containsExactly(
            Finding.problem(
                "cardinality",
                "a worker has 90 series of at most 100: pid="
                    + ProcessHandle.current().pid()
                    + "; c has 90 series; its label path has 90 values",
                "give the label fewer values, such as routes for paths, or raise"
                    + " PROMETHEUS_METRICS_MAX_SERIES"));
  }

  private static List<Finding> room(Patient patient, int maxSeries) {
    List<Finding> findings = new ArrayList<>();
    CardinalityCheck.examineRoom(
        patient, new Merger().merge(patient.workers()), maxSeries, findings);
    return findings;
  }
}
