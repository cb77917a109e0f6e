package dev.tallyman.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Family;
import dev.tallyman.model.Labels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Of all exemplars of a bucket the newest, whoever saw it and in whatever order. */
class NewestExemplarsTest {
  private static final Family LATENCY = Family.histogram("h", List.of(1.0, 2.0), "", List.of());

  @Test
  void neitherOrderNorGroupingChangesWhichIsTheNewest() {
    Random random = new Random(11);
    for (int round = 0; round < 2_000; round++) {
      List<Exemplar> all = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        all.add(any(random));
      }
      NewestExemplars atOnce = new NewestExemplars(LATENCY);
      atOnce.add(all);

      Collections.shuffle(all, random);
      NewestExemplars grouped = new NewestExemplars(LATENCY);
      while (!all.isEmpty()) {
        List<Exemplar> worker = all.subList(0, 1 + random.nextInt(all.size()));
        NewestExemplars folded = new NewestExemplars(LATENCY);
        folded.add(worker);
        grouped.add(folded.all());
        worker.clear();
      }
      assertThat(grouped.all()).isEqualTo(atOnce.all());
    }
  }

  @Test
  void anExemplarStandsInTheBucketOfItsValue() {
    NewestExemplars exemplars = new NewestExemplars(LATENCY);
    exemplars.add(List.of(at(1.0, 5), at(1.5, 4), at(7, 3), at(0.2, 4)));

    assertThat(exemplars.get(0)).isEqualTo(at(1.0, 5));
    assertThat(exemplars.get(1)).isEqualTo(at(1.5, 4));
    assertThat(exemplars.get(2)).isEqualTo(at(7, 3));
  }

  private static Exemplar any(Random random) {
    return new Exemplar(
        random.nextInt(7) / 2.0, Labels.of("trace_id", "t" + random.nextInt(3)), random.nextInt(4));
  }

  private static Exemplar at(double value, long millis) {
    return new Exemplar(value, Labels.EMPTY, millis);
  }
}
