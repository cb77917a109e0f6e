package dev.tallyman.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HistoryTest {
  private static final HistoryRules RULES =
      new HistoryRules(Duration.ofSeconds(1), Duration.ofHours(1), HistoryRules.LEAST_BYTES);

  @TempDir Path directory;
  private History history;

  @BeforeEach
  void open() throws IOException {
    history = History.open(directory, RULES);
  }

  @AfterEach
  void close() {
    history.close();
  }

  private void reopen() throws IOException {
    history.close();
    open();
  }

  @Test
  void whatWasSampledIsTold() throws IOException {
    history.sample(1_000, Told.page(Map.of("a/1", 1.0, "a/2", 2.5, "b", Double.NaN)));
    history.sample(2_000, Told.page(Map.of("a/1", 2.0, "a/2", 2.5, "b", -0.0)));

    assertThat(Told.by(history, null))
        .isEqualTo(
            Map.of(
                "a/1", "1000=1.0 2000=2.0", "a/2", "1000=2.5 2000=2.5", "b", "1000=NaN 2000=-0.0"));
    assertThat(Told.by(history, "b")).containsOnlyKeys("b");
    assertThat(Told.by(history, "nobody")).isEmpty();
  }

  @Test
  void aSeriesThatLeavesIsMarkedAndMayComeBack() throws IOException {
    history.sample(1_000, Told.page(Map.of("a/1", 1.0, "a/2", 7.0)));
    history.sample(2_000, Told.page(Map.of("a/2", 8.0)));
    history.sample(3_000, Told.page(Map.of("a/1", 3.0, "a/2", 9.0)));

    assertThat(Told.by(history, "a"))
        .isEqualTo(
            Map.of("a/1", "1000=1.0 2000=gone 3000=3.0", "a/2", "1000=7.0 2000=8.0 3000=9.0"));
  }

  @Test
  void aSeriesThatLeavesAsABlockBeginsIsMarkedInThatBlock() throws IOException {
    for (int tick = 1; tick <= Block.TICKS; tick++) {
      history.sample(tick, Told.page(Map.of("a", 1.0, "b", 2.0)));
    }
    for (int tick = 1; tick <= 3; tick++) {
      history.sample(Block.TICKS + tick, Told.page(Map.of("b", 2.0)));
    }

    assertThat(Told.by(history, "a").get("a")).endsWith(" 120=1.0 121=gone 122=gone 123=gone");
  }

  @Test
  void emptyLabelsAreNone() throws IOException {
    history.sample(1_000, Told.page(Map.of("a/", 1.0)));

    assertThat(Told.by(history, "a")).containsOnlyKeys("a");
  }

  @RepeatedTest(5)
  void whateverWasSampledIsToldOverManyBlocksAndStarts(RepetitionInfo repetition)
      throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    Map<String, StringBuilder> expected = new TreeMap<>();
    Map<String, Double> values = new HashMap<>();
    for (int tick = 1; tick <= 400; tick++) {
      change(values, random);
      history.sample(tick * 1_000L + random.nextInt(500), Told.page(values));
      for (Map.Entry<String, Double> value : values.entrySet()) {
        expected
            .computeIfAbsent(value.getKey(), key -> new StringBuilder())
            .append(value.getValue())
            .append(' ');
      }
      if (random.nextInt(100) == 0) {
        reopen();
      }
    }

    Map<String, String> recorded = new TreeMap<>();
    expected.forEach((series, text) -> recorded.put(series, text.toString()));
    Map<String, String> told = Told.by(history, null);
    told.replaceAll((series, text) -> (text + " ").replaceAll("\\d+=(gone )?", ""));
    assertThat(told).isEqualTo(recorded);
  }

  private static void change(Map<String, Double> values, Random random) {
    for (int i = 0; i < 20; i++) {
      String series = "metric" + i % 4 + "/" + i;
      switch (random.nextInt(12)) {
        case 0 -> values.remove(series);
        case 1 -> values.put(series, random.nextGaussian());
        case 2, 3, 4 -> values.merge(series, (double) random.nextInt(100), Double::sum);
        default -> {}
      }
    }
  }

  @Test
  void aTickIsOnDiskWithoutAnyFarewell() throws IOException {
    for (int tick = 1; tick <= Block.TICKS + 5; tick++) {
      history.sample(tick, Told.page(Map.of("a", (double) tick)));
    }
    Path copy = Files.createDirectory(directory.resolve("copy"));
    Files.copy(directory.resolve("data.mdb"), copy.resolve("data.mdb"));

    try (History other = History.open(copy, RULES)) {
      assertThat(Told.by(other, "a")).isEqualTo(Told.by(history, "a"));
      assertThat(Told.by(other, "a").get("a")).endsWith("125=125.0");
    }
  }

  @Test
  void blocksLeaveWhenTheirTimeIsOver() throws IOException {
    long retention = RULES.retention().toMillis();
    for (int tick = 1; tick <= Block.TICKS + 1; tick++) {
      history.sample(tick, Told.page(Map.of("a", (double) tick)));
    }
    history.sample(Block.TICKS + retention, Told.page(Map.of("a", 0.0)));
    assertThat(Told.by(history, "a").get("a")).startsWith("1=1.0 ");

    history.sample(Block.TICKS + retention + 1, Told.page(Map.of("a", 0.0)));
    assertThat(Told.by(history, "a").get("a")).startsWith("121=121.0 ");
  }

  @Test
  void theOldestBlocksLeaveWhenThereIsNoMoreRoom() throws IOException {
    Random random = new Random(1);
    List<Long> oldest = new ArrayList<>();
    for (int tick = 1; tick <= 12 * Block.TICKS; tick++) {
      Map<String, Double> values = new HashMap<>();
      for (int series = 0; series < 2_000; series++) {
        values.put("a/" + series, random.nextDouble());
      }
      history.sample(tick, Told.page(values));
      oldest.add(history.status().oldestMillis());
    }

    assertThat(Files.size(directory.resolve("data.mdb"))).isLessThanOrEqualTo(RULES.bytes());
    assertThat(oldest).isSorted().startsWith(1L);
    assertThat(oldest.get(oldest.size() - 1)).isGreaterThan(5 * Block.TICKS);
    assertThat(Told.by(history, "a")).hasSize(2_000);
  }

  @Test
  void aClockThatIsSetBackHidesNothing() throws IOException {
    history.sample(10_000, Told.page(Map.of("a", 1.0)));
    history.sample(5_000, Told.page(Map.of("a", 2.0)));
    history.sample(5_000, Told.page(Map.of("a", 3.0)));

    assertThat(Told.by(history, "a").get("a")).isEqualTo("5000=2.0 5000=3.0 10000=1.0");
  }

  @Test
  void aHistoryThatWasRemovedBeginsAnew() throws IOException {
    history.sample(1_000, Told.page(Map.of("a", 1.0)));
    Files.delete(directory.resolve("data.mdb"));
    Files.delete(directory.resolve("lock.mdb"));
    history.sample(2_000, Told.page(Map.of("a", 2.0)));

    assertThat(Told.by(history, "a").get("a")).isEqualTo("2000=2.0");
    assertThat(directory.resolve("data.mdb")).exists();
  }
}
