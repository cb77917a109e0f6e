package dev.tallyman.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchTest {
  private static final int ROUNDS = 300;

  @Test
  void theOrderInWhichSketchesAreAddedChangesNothing() {
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      List<Sketch> sketches = randomSketches(random);
      String expected = print(sum(sketches));
      Collections.shuffle(sketches, random);
      assertThat(print(sum(sketches))).isEqualTo(expected);
    }
  }

  @Test
  void sketchesMayBeAddedInGroups() {
    Random random = new Random(2);
    for (int round = 0; round < ROUNDS; round++) {
      List<Sketch> sketches = randomSketches(random);
      int cut = random.nextInt(sketches.size() + 1);
      Sketch first = sum(sketches.subList(0, cut));
      Sketch second = sum(sketches.subList(cut, sketches.size()));
      assertThat(print(sum(List.of(first, second)))).isEqualTo(print(sum(sketches)));
    }
  }

  @Test
  void anEmptySketchChangesNothing() {
    Random random = new Random(3);
    for (int round = 0; round < ROUNDS; round++) {
      List<Sketch> sketches = randomSketches(random);
      String expected = print(sum(sketches));
      sketches.add(random.nextInt(sketches.size()), new Sketch());
      assertThat(print(sum(sketches))).isEqualTo(expected);
    }
  }

  @Test
  void aClearedSketchIsAsGoodAsANewOne() {
    Random random = new Random(4);
    Sketch used = new Sketch();
    for (int round = 0; round < ROUNDS; round++) {
      used.clear();
      List<Sketch> sketches = randomSketches(random);
      sketches.forEach(used::add);
      assertThat(print(used)).isEqualTo(print(sum(sketches)));
    }
  }

  @Test
  void whatSeveralCountedIsWhatOneWouldHaveCountedAtTheCoarsestSchema() {
    Random random = new Random(5);
    for (int round = 0; round < ROUNDS; round++) {
      Sketch one = new Sketch();
      Sketch merged = new Sketch();
      int coarsest = random.nextInt(6) - 4;
      for (int worker = 0; worker < 4; worker++) {
        Sketch own = new Sketch();
        int schema = worker == 0 ? coarsest : coarsest + random.nextInt(7);
        for (int i = 0; i < 1 + random.nextInt(50); i++) {
          double value = random.nextGaussian() * Math.exp(random.nextInt(60) - 30);
          own.observe(schema, value);
          one.observe(coarsest, value);
        }
        merged.add(own);
      }
      assertThat(print(merged)).isEqualTo(print(one));
    }
  }

  @Test
  void bucketsWithinTheWidestZeroThresholdAreShownAsZeros() {
    Sketch narrow = new Sketch();
    for (double value : new double[] {.3, -.3, .5, .7, 3}) {
      narrow.observe(0, value);
    }
    Sketch wide = new Sketch();
    wide.addZeros(10, .5);

    narrow.add(wide);

    assertThat(narrow.zeroThreshold()).isEqualTo(.5);
    assertThat(narrow.zeroCount()).isEqualTo(13);
    assertThat(narrow.count()).isEqualTo(15);
    List<String> shown = new ArrayList<>();
    narrow.forEachShown((below, index, count) -> shown.add(below + " " + index + " " + count));
    assertThat(shown).containsExactly("false 0 1", "false 2 1");
  }

  @Test
  void aQuantileIsOffByNoMoreThanTheErrorThatWasAskedFor() {
    Random random = new Random(6);
    for (double error : new double[] {.002, .01, .05, .3, .6}) {
      int schema = ExponentialScale.schemaFor(error);
      for (int round = 0; round < 40; round++) {
        double[] values = randomValues(random, round);
        Sketch sketch = new Sketch();
        for (double value : values) {
          sketch.observe(schema, value);
        }
        Arrays.sort(values);
        for (double part : new double[] {0, .01, .25, .5, .9, .99, .999, 1}) {
          double exact = values[(int) Math.max(0, Math.ceil(part * values.length - 1e-9) - 1)];
          double off = Math.abs(sketch.quantile(part) - exact);
          assertThat(off)
              .as("%s of %d, exact %s", part, values.length, exact)
              .isLessThanOrEqualTo(Math.abs(exact) * error);
        }
      }
    }
  }

  @Test
  void infinitiesAreTheLargestAndTheSmallest() {
    Sketch sketch = new Sketch();
    for (double value : new double[] {Double.NEGATIVE_INFINITY, 1, Double.POSITIVE_INFINITY}) {
      sketch.observe(6, value);
    }
    assertThat(sketch.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(sketch.quantile(.5)).isBetween(.99, 1.0);
    assertThat(sketch.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void ofNothingNoQuantileIsKnown() {
    assertThat(new Sketch().quantile(.5)).isNaN();
  }

  private static double[] randomValues(Random random, int round) {
    double[] values = new double[1 + random.nextInt(3_000)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (round % 4) {
            case 0 -> random.nextDouble();
            case 1 -> Math.exp(5 * random.nextGaussian());
            case 2 -> random.nextInt(5) - 2;
            default -> 1e6 * random.nextGaussian();
          };
    }
    return values;
  }

  private static List<Sketch> randomSketches(Random random) {
    List<Sketch> sketches = new ArrayList<>();
    for (int worker = 0; worker <= random.nextInt(6); worker++) {
      Sketch sketch = new Sketch();
      sketch.addZeros(random.nextInt(3), random.nextInt(4) == 0 ? Math.exp(random.nextInt(9)) : 0);
      int schema = random.nextInt(13) - 4;
      for (int i = 0; i < random.nextInt(40); i++) {
        sketch.observe(schema, random.nextGaussian() * Math.exp(random.nextInt(20) - 10));
      }
      sketches.add(sketch);
    }
    return sketches;
  }

  private static Sketch sum(List<Sketch> sketches) {
    Sketch sum = new Sketch();
    sketches.forEach(sum::add);
    return sum;
  }

  private static String print(Sketch sketch) {
    StringBuilder text = new StringBuilder();
    text.append(sketch.anyBuckets() ? sketch.schema() : "none").append(" zeros ");
    text.append(sketch.zeroCount()).append(" within ").append(sketch.zeroThreshold());
    sketch.forEachShown(
        (below, index, count) ->
            text.append(below ? " -" : " ").append(index).append(':').append(count));
    return text.toString();
  }

  @Test
  void itSaysWhetherACountBelowZeroWasAdded() {
    Sketch sketch = new Sketch();
    sketch.addZeros(1, 0);
    sketch.add(3, true, 2, 1);
    assertThat(sketch.neverFell()).isTrue();
    sketch.add(3, false, 2, 5);
    sketch.add(3, false, 2, -1);
    assertThat(sketch.neverFell()).isFalse();
    sketch.clear();
    assertThat(sketch.neverFell()).isTrue();
    sketch.addZeros(-1, 0);
    assertThat(sketch.neverFell()).isFalse();
  }
}
