package dev.tallyman.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.merge.Merger;
import dev.tallyman.merge.Recorded;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.FileId;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import dev.tallyman.model.WorkerReading;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A histogram and a summary that workers of several releases have as different kinds: whoever is
 * born, dies, is folded or is read again after a restart, nothing is lost and nothing goes down.
 */
class KindLawsTest {
  private static final int ROUNDS_EACH = 60;
  private static final List<Double> BOUNDS = List.of(-2.0, 0.0, 4.0, 64.0);
  private static final SketchRules RULES = new SketchRules(3, 0, 160, null);
  private static final List<Family> HISTOGRAMS =
      List.of(
          Family.histogram("latency", BOUNDS, "", List.of()),
          Family.nativeHistogram("latency", RULES, List.of(), List.of()),
          Family.nativeHistogram("latency", RULES, BOUNDS, List.of()));
  private static final List<Family> SUMMARIES =
      List.of(
          Family.of("size", MetricType.SUMMARY, "", List.of()), quantiles(.5), quantiles(.1, .99));

  @TempDir Path directory;

  private final Merger merger = new Merger();
  private final List<Observing> living = new ArrayList<>();
  private final List<Observing> everybody = new ArrayList<>();
  private @Nullable Shown before;

  /** A worker of some release; its observations are whole numbers, so that sums are exact. */
  private static final class Observing {
    private final int pid;
    private final Family histogram;
    private final Family summary;
    private final List<Double> values = new ArrayList<>();
    private int schema = RULES.schema();

    Observing(int pid, Random random) {
      this.pid = pid;
      this.histogram = HISTOGRAMS.get(random.nextInt(HISTOGRAMS.size()));
      this.summary = SUMMARIES.get(random.nextInt(SUMMARIES.size()));
    }

    void observe(Random random) {
      values.add((double) (random.nextInt(300) - 20));
      if (random.nextInt(20) == 0) {
        schema = Math.max(schema - 1, -4);
      }
    }

    Recorded recorded() {
      double sum = values.stream().mapToDouble(Double::doubleValue).sum();
      Sketch sketch = new Sketch();
      sketch.coarsen(schema);
      values.forEach(value -> sketch.observe(schema, value));
      long[] classic = new long[BOUNDS.size() + 1];
      for (double value : values) {
        classic[(int) BOUNDS.stream().filter(bound -> value > bound).count()]++;
      }
      Recorded all = Recorded.live(pid);
      if (histogram.type() == MetricType.HISTOGRAM) {
        all.distribution(histogram, sum, classic);
      } else {
        all.sketch(histogram, sum, sketch, classic);
      }
      return summary.type() == MetricType.SUMMARY
          ? all.distribution(summary, sum, values.size())
          : all.sketch(summary, sum, sketch);
    }
  }

  /** What must never go down. */
  private record Shown(Map<String, Double> counts, @Nullable Sketch sketch) {}

  @RepeatedTest(12)
  void nothingIsLostAndNothingGoesDown(RepetitionInfo repetition) throws Exception {
    Random random = new Random(repetition.getCurrentRepetition());
    Path store = directory.resolve("archive");
    Archive archive = open(store);
    for (int round = 0; round < ROUNDS_EACH; round++) {
      if (random.nextInt(4) == 0) {
        Observing born = new Observing(1 + everybody.size(), random);
        living.add(born);
        everybody.add(born);
      }
      for (Observing worker : living) {
        worker.observe(random);
      }
      if (!living.isEmpty() && random.nextInt(4) == 0) {
        fold(archive, living.remove(random.nextInt(living.size())).recorded().as(false));
      }
      check(archive);
      if (random.nextInt(4) == 0) {
        store(archive, List.of());
        archive.close();
        archive = open(store);
        check(archive);
      }
    }
    archive.close();
  }

  @Test
  void aSeriesDoesNotExpireWhileWorkersHaveItAsAnotherKind() throws Exception {
    SetClock clock = new SetClock(Instant.parse("2026-11-21T10:00:00Z"));
    ArchiveRules rules = new ArchiveRules(Duration.ofMinutes(10), Duration.ofDays(30));
    Recorded half = Recorded.live(3).sketch(SUMMARIES.get(1), 0, new Sketch());
    try (Archive archive = Archive.open(directory, rules, clock)) {
      fold(archive, Recorded.dead(1).distribution(SUMMARIES.get(0), 6, 3));
      clock.advance(Duration.ofDays(31));
      store(archive, List.of(half));
      assertThat(archive.status().series()).as("a living worker has it").isEqualTo(1);
      fold(archive, half.as(false));
      store(archive, List.of());
      assertThat(archive.status().series()).as("one that died of late had it").isEqualTo(2);
      clock.advance(Duration.ofDays(31));
      store(archive, List.of());
      assertThat(archive.status().series()).isZero();
    }
  }

  @Test
  void aDamagedPartIsNotFolded() throws Exception {
    try (Archive archive = open(directory)) {
      fold(archive, Recorded.dead(1).distribution(HISTOGRAMS.get(0), 6, 1, 2, 3, 4, 5));
      fold(
          archive,
          Recorded.dead(2)
              .distribution(HISTOGRAMS.get(0), 6, 1, 2, -3, 4, 5)
              .distribution(SUMMARIES.get(0), 6, 3));
      List<FamilyView> families = merger.merge(archive.readings());
      assertThat(families.get(0).series().get(0).count()).isEqualTo(15);
      assertThat(families.get(1).series().get(0).count()).as("the rest of its file").isEqualTo(3);
    }
  }

  private static void fold(Archive archive, Recorded dead) {
    archive.fold(new FileId(dead.worker().id(), 0), dead);
  }

  private static void store(Archive archive, List<Recorded> alive) throws Exception {
    Fold fold = archive.begin(alive, List.of());
    archive.store(fold, () -> {});
    archive.stored(fold);
  }

  private void check(Archive archive) {
    List<WorkerReading> all = new ArrayList<>(archive.readings());
    living.forEach(worker -> all.add(worker.recorded()));
    Map<String, Double> counts = new TreeMap<>();
    Sketch sketch = null;
    for (FamilyView view : merger.merge(all)) {
      SeriesView series = view.series().get(0);
      String name = view.family().name();
      counts.put(name + "_count", (double) series.count());
      assertThat(series.count()).isEqualTo(observed(worker -> worker.values.size()));
      assertThat(series.sum()).isEqualTo(sum());
      long cumulative = 0;
      for (int i = 0; i < view.family().upperBounds().size(); i++) {
        double bound = view.family().upperBounds().get(i);
        cumulative += series.bucketCount(i);
        assertThat(cumulative).isEqualTo(observed(worker -> classicUpTo(worker, bound)));
        counts.put(name + "_bucket " + bound, (double) cumulative);
      }
      if (view.family().type() == MetricType.NATIVE_HISTOGRAM) {
        assertThat(series.sketch().count()).isEqualTo(series.count());
        sketch = series.sketch().copy();
      }
    }
    Shown now = new Shown(counts, sketch);
    if (before != null) {
      assertNothingWentDown(before, now);
    }
    before = now;
  }

  private static void assertNothingWentDown(Shown before, Shown now) {
    now.counts.forEach(
        (sample, count) ->
            assertThat(count)
                .as(sample)
                .isGreaterThanOrEqualTo(before.counts.getOrDefault(sample, 0.0)));
    if (before.sketch != null && now.sketch != null) {
      assertThat(now.sketch.schema()).isLessThanOrEqualTo(before.sketch.schema());
      assertThat(now.sketch.minus(before.sketch).isSound()).isTrue();
    }
  }

  private long observed(ToLongFunction<Observing> of) {
    return everybody.stream().mapToLong(of).sum();
  }

  private double sum() {
    return everybody.stream()
        .flatMap(worker -> worker.values.stream())
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  /** What has no classic buckets may lie anywhere, so nothing is known to lie below a bound. */
  private static long classicUpTo(Observing worker, double bound) {
    return worker.histogram.hasClassicBuckets()
        ? worker.values.stream().filter(value -> value <= bound).count()
        : 0;
  }

  private static Family quantiles(Double... values) {
    return Family.quantiles("size", new QuantileRules(List.of(values), .01, 0), List.of());
  }

  private static Archive open(Path store) throws Exception {
    return Archive.open(store, ArchiveRules.DEFAULT, Clock.systemUTC());
  }
}
