package dev.tallyman.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.merge.Merger;
import dev.tallyman.merge.Recorded;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.FileId;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import dev.tallyman.model.WorkerReading;
import dev.tallyman.owner.HeldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the archive keeps, for how long, and whom it knows again. */
class ArchiveTest {
  private static final Family REQUESTS =
      Family.of("requests", MetricType.COUNTER, "Help.", List.of("path"));
  private static final Family MEMORY = Family.gauge("memory", GaugeMode.ALL, "", List.of());
  private static final Family LOAD = Family.gauge("load", GaugeMode.LIVEALL, "", List.of());

  @TempDir Path directory;
  private final SetClock clock = new SetClock(Instant.parse("2026-11-21T10:00:00Z"));
  private ArchiveRules rules = ArchiveRules.DEFAULT;
  private Archive archive;

  @BeforeEach
  void open() throws IOException {
    archive = Archive.open(directory, rules, clock);
  }

  @AfterEach
  void close() throws IOException {
    archive.close();
  }

  private void reopen() throws IOException {
    close();
    open();
  }

  @Test
  void whatWasStoredIsThereAfterARestartAndWhatWasNotIsGone() throws Exception {
    archive.fold(id(1), worker(1, 3));
    store();
    archive.fold(id(2), worker(2, 4));
    assertThat(requests()).isEqualTo(7);
    reopen();
    assertThat(requests()).isEqualTo(3);
    assertThat(archive.generationHeld(id(1).origin())).isZero();
    assertThat(archive.generationHeld(id(2).origin())).isEqualTo(-1);
  }

  @Test
  void aFileMayBeRemovedOnlyWhenItIsStored() throws Exception {
    archive.fold(id(1), worker(1, 3));
    assertThat(archive.isStored(id(1))).isFalse();
    Fold fold = archive.begin(List.of(), List.of());
    archive.store(fold, () -> {});
    assertThat(archive.isStored(id(1))).isFalse();
    archive.stored(fold);
    assertThat(archive.isStored(id(1))).isTrue();
    assertThat(archive.isStored(new FileId(id(1).origin(), 1))).as("a later file").isFalse();
  }

  @Test
  void whatCouldNotBeStoredIsTriedAgain() throws Exception {
    archive.fold(id(1), worker(1, 3));
    Fold failed = archive.begin(List.of(), List.of());
    archive.fold(id(2), worker(2, 4));
    archive.notStored(failed);
    assertThat(archive.status().filesWaiting()).isEqualTo(2);
    store();
    reopen();
    assertThat(requests()).isEqualTo(7);
    assertThat(archive.isStored(id(1)) && archive.isStored(id(2))).isTrue();
  }

  @Test
  void workersThatDieBetweenTheBeginningAndTheEndOfAFoldAreInTheNextOne() throws Exception {
    archive.fold(id(1), worker(1, 3));
    Fold fold = archive.begin(List.of(), List.of());
    archive.fold(id(2), worker(2, 4));
    archive.store(fold, () -> {});
    archive.stored(fold);
    assertThat(archive.isStored(id(2))).isFalse();
    reopen();
    assertThat(requests()).as("a crash here reads the second file again").isEqualTo(3);
    archive.fold(id(2), worker(2, 4));
    store();
    reopen();
    assertThat(requests()).isEqualTo(7);
  }

  @Test
  void gaugesOfEachWorkerOutliveItForAWhile() throws Exception {
    archive.fold(id(1), Recorded.dead(1).gauge(MEMORY, 5, 0).gauge(LOAD, 6, 0));
    store();
    assertThat(names()).containsExactly("memory");
    reopen();
    clock.advance(Duration.ofSeconds(599));
    assertThat(names()).containsExactly("memory");
    clock.advance(Duration.ofSeconds(1));
    assertThat(names()).isEmpty();
    store();
    clock.advance(Duration.ofSeconds(-5));
    reopen();
    assertThat(names()).as("let go for good").isEmpty();
  }

  @Test
  void aWorkerMayLeaveManyGaugesBehind() throws Exception {
    Family threads = Family.gauge("threads", GaugeMode.ALL, "", List.of());
    archive.fold(id(1), Recorded.dead(1).gauge(MEMORY, 5, 0).gauge(threads, 6, 0));
    store();
    reopen();
    assertThat(names()).containsExactly("memory", "threads");
  }

  @Test
  void aClockThatIsSetBackKeepsNoGaugeForEver() {
    archive.fold(id(1), Recorded.dead(1).gauge(MEMORY, 5, 0));
    clock.advance(Duration.ofDays(-400));
    assertThat(names()).isEmpty();
  }

  @Test
  void seriesThatNobodyHasExpireIfAskedTo() throws Exception {
    rules = new ArchiveRules(Duration.ofMinutes(10), Duration.ofDays(30));
    reopen();
    archive.fold(id(1), Recorded.dead(1).counter(REQUESTS, List.of("/old"), 3, 0));
    archive.fold(id(2), Recorded.dead(2).counter(REQUESTS, List.of("/used"), 4, 0));
    store();
    clock.advance(Duration.ofDays(31));
    List<Recorded> living = List.of(Recorded.live(3).counter(REQUESTS, List.of("/used"), 1, 0));
    store(living);
    assertThat(requests()).isEqualTo(4);
    reopen();
    assertThat(requests()).isEqualTo(4);
    archive.fold(id(4), Recorded.dead(4).counter(REQUESTS, List.of("/old"), 2, 0));
    assertThat(requests()).as("begins anew").isEqualTo(6);
  }

  @Test
  void aSeriesThatIsAddedToWhileItExpiresStays() throws Exception {
    rules = new ArchiveRules(Duration.ofMinutes(10), Duration.ofDays(30));
    reopen();
    archive.fold(id(1), worker(1, 3));
    store();
    clock.advance(Duration.ofDays(31));
    Fold fold = archive.begin(List.of(), List.of());
    archive.fold(id(2), worker(2, 4));
    archive.store(fold, () -> {});
    archive.stored(fold);
    assertThat(requests()).isEqualTo(7);
    store();
    reopen();
    assertThat(requests()).isEqualTo(7);
  }

  @Test
  void aFileIsForgottenADayAfterItIsGone() throws Exception {
    archive.fold(id(1), worker(1, 3));
    archive.fold(id(2), worker(2, 4));
    store();
    clock.advance(Duration.ofHours(25));
    Fold fold = archive.begin(List.of(), List.of(id(2)));
    assertThat(fold.forgetsFiles()).isTrue();
    archive.store(fold, () -> {});
    archive.stored(fold);
    reopen();
    assertThat(archive.generationHeld(id(1).origin())).isEqualTo(-1);
    assertThat(archive.generationHeld(id(2).origin())).as("can't be removed").isZero();
    assertThat(requests()).isEqualTo(7);
  }

  @Test
  void aStoreThatWasRemovedUnderUsIsMadeAnewFromMemory() throws Exception {
    archive.fold(id(1), worker(1, 3).gauge(MEMORY, 5, 0));
    store();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
    archive.fold(id(2), worker(2, 4));
    Fold fold = archive.begin(List.of(), List.of());
    assertThatThrownBy(() -> archive.store(fold, () -> {}))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining(directory.toString());
    archive.notStored(fold);

    assertThat(archive.openAgainIfRemoved()).isTrue();
    assertThat(archive.openAgainIfRemoved()).as("until all is stored again").isTrue();
    archive.storeAll();
    assertThat(archive.openAgainIfRemoved()).isFalse();
    assertThat(archive.isStored(id(1))).as("stands nowhere any more").isFalse();
    store();
    reopen();
    assertThat(requests()).isEqualTo(7);
    assertThat(names()).containsExactly("memory", "requests");
    assertThat(archive.isStored(id(1))).isTrue();
  }

  @Test
  void theLivingSayHowAMetricIsDefined() {
    Family gauge = Family.gauge("requests", GaugeMode.SUM, "", List.of());
    archive.fold(id(1), worker(1, 3));
    List<WorkerReading> all = new ArrayList<>(archive.readings());
    all.add(Recorded.live(2).gauge(gauge, 9, 0));
    assertThat(new Merger().merge(all))
        .extracting(view -> view.family().type())
        .containsExactly(MetricType.GAUGE);
  }

  @Test
  void aDeadWorkerThatObservedOnlyZerosMakesNothingCoarser() throws Exception {
    Sketch zeros = new Sketch();
    zeros.addZeros(3, 0);
    Sketch others = new Sketch();
    others.observe(5, 1.5);
    archive.fold(id(1), Recorded.dead(1).sketch(ofSchema(0), 0, zeros));
    store();
    reopen();

    List<WorkerReading> all = new ArrayList<>(archive.readings());
    all.add(Recorded.live(2).sketch(ofSchema(5), 1.5, others));
    SeriesView merged = new Merger().merge(all).get(0).series().get(0);
    assertThat(merged.sketch().schema()).isEqualTo(5);
    assertThat(merged.count()).isEqualTo(4);
  }

  private static Family ofSchema(int schema) {
    SketchRules rules = new SketchRules(schema, 0, 160, null);
    return Family.nativeHistogram("sizes", rules, List.of(), List.of());
  }

  @Test
  void betweenTheRunsOfAJobItsLastReleaseSaysHowItsMetricIsDefined() throws Exception {
    Family other = Family.of("requests", MetricType.COUNTER, "", List.of("path", "queue"));
    archive.fold(id(1), worker(1, 3));
    clock.advance(Duration.ofHours(1));
    archive.fold(id(2), Recorded.dead(2).counter(other, List.of("/", "fast"), 5, 0));
    assertThat(labels()).containsExactly("path", "queue");
    store();
    reopen();
    assertThat(labels()).containsExactly("path", "queue");
    clock.advance(Duration.ofHours(1));
    archive.fold(id(3), worker(3, 4));
    assertThat(labels()).as("rolled back").containsExactly("path");
    assertThat(requests()).isEqualTo(7);
  }

  private List<String> labels() {
    return merged().get(0).family().labelNames();
  }

  @Test
  void onlyOneHoldsAnArchive() {
    assertThatThrownBy(() -> Archive.open(directory, rules, clock))
        .isInstanceOf(HeldException.class)
        .hasMessageContaining("pid=" + ProcessHandle.current().pid())
        .hasMessageContaining(directory.toString());
  }

  private void store() throws IOException {
    store(List.of());
  }

  private void store(List<Recorded> living) throws IOException {
    Fold fold = archive.begin(living, List.of());
    archive.store(fold, () -> {});
    archive.stored(fold);
  }

  private static FileId id(int pid) {
    return new FileId(Recorded.dead(pid).worker().id(), 0);
  }

  private static Recorded worker(int pid, long requests) {
    return Recorded.dead(pid).counter(REQUESTS, List.of("/"), requests, 0);
  }

  private List<FamilyView> merged() {
    return new Merger().merge(archive.readings());
  }

  private List<String> names() {
    return merged().stream().map(view -> view.family().name()).toList();
  }

  private double requests() {
    return merged().stream()
        .filter(view -> view.family().equals(REQUESTS))
        .flatMap(view -> view.series().stream())
        .mapToDouble(series -> series.value())
        .sum();
  }
}
