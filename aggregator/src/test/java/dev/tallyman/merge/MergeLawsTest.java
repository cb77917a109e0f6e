package dev.tallyman.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.SeriesView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Merging gives what one process would have recorded, whatever the order. */
class MergeLawsTest {
  private static final int ROUNDS = 300;
  private static final Family REQUESTS =
      Family.of("requests", MetricType.COUNTER, "", List.of("path"));
  private static final Family SIZE = Family.of("size", MetricType.SUMMARY, "", List.of());

  @Test
  void theOrderOfWorkersChangesNotOneBit() {
    Random random = new Random(42);
    for (int round = 0; round < ROUNDS; round++) {
      List<Recorded> workers = Recorded.randomWorkers(random);
      List<String> expected = Printed.print(new Merger().merge(workers));
      Collections.shuffle(workers, random);
      assertThat(Printed.print(new Merger().merge(workers))).isEqualTo(expected);
    }
  }

  @Test
  void mergingAgainAfterWorkersCameAndWentGivesWhatAFreshMergeGives() {
    Random random = new Random(43);
    Merger merger = new Merger();
    List<Recorded> workers = Recorded.randomWorkers(random);
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(workers, random);
      List<Recorded> some = workers.subList(0, 1 + random.nextInt(workers.size()));
      assertThat(Printed.print(merger.merge(some)))
          .isEqualTo(Printed.print(new Merger().merge(some)));
    }
  }

  @Test
  void whoDiedLastDecidesInWhateverOrderTheDeadAreAndHowOftenTheyAreMerged() {
    Random random = new Random(48);
    Merger merger = new Merger();
    List<Recorded> dead = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      dead.add(Recorded.inArchive(i, 0));
    }
    for (int round = 0; round < ROUNDS; round++) {
      List<String> labels = List.of("path", "method").subList(0, random.nextInt(3));
      Family family = Family.of("requests", MetricType.COUNTER, "", labels);
      MergedSeries total = new MergedSeries(family, new Labels(labels, labels));
      SeriesReading part = Recorded.live(1).counter(family, labels, 1, 0).series().get(0);
      total.addDead(part, random.nextInt(1_000));
      dead.get(random.nextInt(dead.size())).add(total);
      List<String> expected = Printed.print(new Merger().merge(dead));
      Collections.shuffle(dead, random);
      assertThat(Printed.print(new Merger().merge(dead))).isEqualTo(expected);
      assertThat(Printed.print(merger.merge(dead))).isEqualTo(expected);
    }
  }

  @Test
  void aWorkerThatRecordedNothingChangesNothing() {
    Random random = new Random(44);
    for (int round = 0; round < ROUNDS; round++) {
      List<Recorded> workers = Recorded.randomWorkers(random);
      List<String> expected = Printed.print(new Merger().merge(workers));
      workers.add(Recorded.live(999));
      assertThat(Printed.print(new Merger().merge(workers))).isEqualTo(expected);
    }
  }

  @Test
  void manyWorkersCountWhatOneWouldHaveCounted() {
    Random random = new Random(45);
    for (int round = 0; round < ROUNDS; round++) {
      long total = 0;
      List<Recorded> workers = new ArrayList<>();
      for (int pid = 1; pid <= 20; pid++) {
        long whole = random.nextInt(1_000_000);
        total += whole;
        workers.add(Recorded.live(pid).counter(REQUESTS, List.of("/"), whole, 0));
      }
      Recorded one = Recorded.live(1).counter(REQUESTS, List.of("/"), total, 0);
      assertThat(Printed.print(new Merger().merge(workers)))
          .isEqualTo(Printed.print(new Merger().merge(List.of(one))));
    }
  }

  @Test
  void aCounterBeyondTheWholeNumbersOfADoubleIsRoundedOnce() {
    long large = (1L << 53) + 1;
    List<Recorded> workers =
        List.of(
            Recorded.live(1).counter(REQUESTS, List.of("/"), large, 0),
            Recorded.live(2).counter(REQUESTS, List.of("/"), 1, 0));
    assertThat(series(new Merger().merge(workers), 0).value()).isEqualTo((double) (large + 1));
  }

  @Test
  void noTotalGoesDownWhenAnyPartOfItGrows() {
    Random random = new Random(46);
    double[] parts = new double[16];
    double before = 0;
    Merger merger = new Merger();
    for (int round = 0; round < 20_000; round++) {
      parts[random.nextInt(parts.length)] += random.nextDouble() * Math.pow(10, random.nextInt(8));
      List<Recorded> workers = new ArrayList<>();
      for (int i = 0; i < parts.length; i++) {
        workers.add(Recorded.live(i + 1).distribution(SIZE, parts[i], 1));
      }
      Collections.shuffle(workers, random);
      double now = series(merger.merge(workers), 0).sum();
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
    }
  }

  @Test
  void aHistogramWithOtherBoundsCountsAtItsOwnBounds() {
    Random random = new Random(47);
    for (int round = 0; round < ROUNDS; round++) {
      List<Recorded> workers = new ArrayList<>();
      TreeSet<Double> union = new TreeSet<>();
      List<double[]> observed = new ArrayList<>();
      for (int pid = 1; pid <= 4; pid++) {
        TreeSet<Double> bounds = new TreeSet<>();
        while (bounds.size() < 3) {
          bounds.add((double) random.nextInt(10));
        }
        union.addAll(bounds);
        Family family = Family.histogram("latency", List.copyOf(bounds), "", List.of());
        long[] counts = new long[bounds.size() + 1];
        for (int i = 0; i < counts.length; i++) {
          counts[i] = random.nextInt(5);
        }
        List<Double> list = List.copyOf(bounds);
        for (int i = 0; i < list.size(); i++) {
          observed.add(new double[] {list.get(i), counts[i]});
        }
        workers.add(Recorded.live(pid).distribution(family, 0, counts));
      }
      SeriesView merged = series(new Merger().merge(workers), 0);
      int place = 0;
      for (double bound : union) {
        long expected =
            (long) observed.stream().filter(o -> o[0] == bound).mapToDouble(o -> o[1]).sum();
        assertThat(merged.bucketCount(place++)).isEqualTo(expected);
      }
    }
  }

  private static SeriesView series(List<FamilyView> families, int place) {
    return families.get(0).series().get(place);
  }
}
