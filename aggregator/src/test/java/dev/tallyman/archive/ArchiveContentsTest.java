package dev.tallyman.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.merge.Recorded;
import dev.tallyman.model.Family;
import dev.tallyman.model.FileId;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at an archive from outside. */
class ArchiveContentsTest {
  private static final Family REQUESTS =
      Family.of("requests", MetricType.COUNTER, "Help.", List.of("path"));
  private static final Family OTHER_REQUESTS =
      Family.of("requests", MetricType.COUNTER, "Help.", List.of("method"));
  private static final Family MEMORY = Family.gauge("memory", GaugeMode.ALL, "", List.of());

  @TempDir Path directory;

  @Test
  void whereNoneWasBegunThereIsNothing() throws Exception {
    assertThat(ArchiveContents.read(directory.resolve("missing"))).isEmpty();
    assertThat(ArchiveContents.read(directory)).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void allThatWasStoredIsSeen() throws Exception {
    store(
        Recorded.dead(1).counter(REQUESTS, List.of("/"), 3, .5).gauge(MEMORY, 5, 0),
        Recorded.dead(2).counter(REQUESTS, List.of("/"), 4, 0).gauge(MEMORY, 6, 0));

    ArchiveContents contents = ArchiveContents.read(directory).orElseThrow();

    ArchiveContents.Facts facts = contents.facts();
    assertThat(facts.version()).isEqualTo(ArchiveStore.VERSION);
    assertThat(facts.begun()).isBefore(Instant.now()).isAfter(Instant.now().minusSeconds(600));
    assertThat(facts.countedSince()).isNotNull();
    assertThat(facts.series()).isOne();
    assertThat(facts.gauges()).isEqualTo(2);
    assertThat(facts.deadWorkers()).isEqualTo(2);
    assertThat(facts.filesKnown()).isEqualTo(2);
    assertThat(contents.families())
        .extracting(f -> f.family().name())
        .containsExactly("memory", "requests");
    assertThat(contents.families().get(1).series().get(0).value()).isEqualTo(7.5);
    FileId file = new FileId(Recorded.dead(1).worker().id(), 0);
    assertThat(contents.has(file)).isTrue();
    assertThat(contents.has(new FileId(file.origin(), 1))).as("a later file").isFalse();
    assertThat(contents.has(new FileId(Recorded.dead(3).worker().id(), 0))).isFalse();
  }

  @Test
  void ofAMetricThatIsDefinedTwiceBothAreSeen() throws Exception {
    store(
        Recorded.dead(1).counter(REQUESTS, List.of("/"), 3, 0),
        Recorded.dead(2).counter(OTHER_REQUESTS, List.of("GET"), 4, 0));

    ArchiveContents contents = ArchiveContents.read(directory).orElseThrow();

    assertThat(contents.facts().series()).isEqualTo(2);
    assertThat(contents.families())
        .extracting(f -> f.family().labelNames())
        .containsExactly(List.of("path"), List.of("method"));
  }

  @Test
  void lookingLeavesNoTrace() throws Exception {
    store(Recorded.dead(1).counter(REQUESTS, List.of("/"), 3, 0));
    Map<String, Long> before = files();
    assertThat(ArchiveContents.read(directory)).isPresent();
    assertThat(files()).isEqualTo(before);

    // As in a copy of the tables alone.
    Files.delete(directory.resolve("lock.mdb"));
    before = files();
    assertThat(ArchiveContents.read(directory)).isPresent();
    assertThat(files()).isEqualTo(before);
  }

  private Map<String, Long> files() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.size(file));
      }
    }
    return files;
  }

  private void store(Recorded... dead) throws IOException {
    try (Archive archive = Archive.open(directory, ArchiveRules.DEFAULT, Clock.systemUTC())) {
      for (Recorded worker : dead) {
        archive.fold(new FileId(worker.worker().id(), 0), worker);
      }
      Fold fold = archive.begin(List.of(), List.of());
      archive.store(fold, () -> {});
      archive.stored(fold);
    }
  }
}
