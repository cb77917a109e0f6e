package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A reader in another language, written from the format's page, reads what ours reads. */
class PythonReaderTest {
  static final List<String> NAMES =
      List.of("all-types.tally", "carried-on.tally", GoldenWriter.GONE_OVER, GoldenWriter.SKETCHES);

  private static final Path SCRIPT = Path.of("src", "test", "python", "tally_reader.py");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  @TempDir Path directory;

  @ParameterizedTest
  @FieldSource("NAMES")
  void goldenFiles(String name) throws Exception {
    assertSame(Files.write(directory.resolve(name), GoldenFilesTest.golden(name)));
  }

  @Test
  void aFileWrittenByManyThreads() throws Exception {
    Tally tally = Tally.inDirectory(directory, "mäny");
    FamilyEntry counter = tally.family(Family.of("c", MetricType.COUNTER, "C.", List.of("a", "b")));
    FamilyEntry histogram =
        tally.family(Family.histogram("h", List.of(0.1, 1.0, 1e9), "H.", List.of()));
    FamilyEntry gauge = tally.family(Family.gauge("g", GaugeMode.MOSTRECENT, "G.", List.of("a")));
    SummedSlots observed = tally.summed(histogram, List.of());
    List<SummedSlots> counters = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      counters.add(
          tally.summed(counter, List.of("value " + i, "\"\\\n\uD83D\uDC0B".repeat(i % 9))));
      tally.shared(gauge, List.of("g" + i)).set(SlotMap.GAUGE_VALUE, i / 7.0);
    }
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      double fraction = 0.1 * t + 1e-12;
      threads.add(new Thread(() -> record(counters, observed, fraction)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    Path file = tally.path().orElseThrow();
    tally.close();

    assertSame(file);
  }

  private static void record(List<SummedSlots> counters, SummedSlots observed, double fraction) {
    for (int i = 0; i < 20_000; i++) {
      SummedSlots slots = counters.get(i * 7 % counters.size());
      slots.add(SlotMap.COUNTER_WHOLE, 3L);
      slots.add(SlotMap.COUNTER_FRACTION, fraction);
      observed.observe(SlotMap.FIRST_BUCKET + i % 4, SlotMap.SUM, i * fraction);
    }
  }

  private void assertSame(Path file) throws Exception {
    JsonNode theirs = python(file);
    try (TallyReader ours = TallyReader.open(file)) {
      ours.refresh();
      assertHeader(theirs, ours);
      int[] seen = new int[ours.families().size()];
      for (TallySeries reading : ours.readings()) {
        SeriesEntry series = reading.entry();
        int family = series.family().number();
        JsonNode other = theirs.get("families").get(family).get("series").get(seen[family]++);
        assertThat(strings(other.get("labels"))).isEqualTo(series.labelValues());
        assertThat(other.get("created").asLong()).isEqualTo(series.createdMillis());
        assertValues(other, ours, reading);
      }
      for (FamilyEntry family : ours.families()) {
        JsonNode other = theirs.get("families").get(family.number());
        assertFamily(other, family.family());
        assertThat(other.get("series")).hasSize(seen[family.number()]);
      }
      assertThat(theirs.get("families")).hasSameSizeAs(ours.families());
    }
  }

  private static void assertHeader(JsonNode theirs, TallyReader ours) {
    JsonNode header = theirs.get("header");
    assertThat(header.get("id").asText()).isEqualTo(ours.header().id().toString());
    assertThat(header.get("boot").asText()).isEqualTo(ours.header().bootId().toString());
    assertThat(header.get("pid").asLong()).isEqualTo(ours.header().pid());
    assertThat(header.get("name").asText()).isEqualTo(ours.header().workerName());
    assertThat(header.get("created").asLong()).isEqualTo(ours.header().createdMillis());
    assertThat(header.get("start").asLong()).isEqualTo(ours.header().processStartMillis());
    assertThat(header.get("origin").asText()).isEqualTo(ours.header().origin().toString());
    assertThat(header.get("generation").asLong()).isEqualTo(ours.header().generation());
    assertThat(theirs.get("dropped").asLong()).isEqualTo(ours.dropped());
    assertThat(theirs.get("over limit").asLong()).isEqualTo(ours.overLimit());
    assertThat(theirs.get("not on disk").asLong()).isEqualTo(ours.notOnDisk());
    assertThat(theirs.get("alive").asBoolean()).isFalse();
  }

  private static void assertFamily(JsonNode theirs, Family ours) {
    GaugeMode mode = ours.gaugeMode();
    assertThat(theirs.get("name").asText()).isEqualTo(ours.name());
    assertThat(theirs.get("help").asText()).isEqualTo(ours.help());
    assertThat(theirs.get("unit").asText()).isEqualTo(ours.unit());
    assertThat(theirs.get("type").asText())
        .isEqualTo(ours.type().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    assertThat(theirs.get("mode").asText("none")).isEqualTo(mode == null ? "none" : mode.label());
    assertThat(strings(theirs.get("labels"))).isEqualTo(ours.labelNames());
    assertThat(strings(theirs.get("states"))).isEqualTo(ours.states());
    List<Double> bounds = new ArrayList<>();
    theirs.get("bounds").forEach(bound -> bounds.add(bound.asDouble()));
    assertThat(bounds).isEqualTo(ours.upperBounds());
    assertSketch(theirs.get("sketch"), ours.sketch());
  }

  private static void assertSketch(@Nullable JsonNode theirs, @Nullable SketchRules ours) {
    assertThat(theirs == null).isEqualTo(ours == null);
    if (theirs == null || ours == null) {
      return;
    }
    assertThat(theirs.get("schema").asInt()).isEqualTo(ours.schema());
    assertThat(theirs.get("threshold").asDouble()).isEqualTo(ours.zeroThreshold());
    assertThat(theirs.get("limit").asInt()).isEqualTo(ours.maxBuckets());
    QuantileRules quantiles = ours.quantiles();
    if (quantiles != null) {
      List<Double> parts = new ArrayList<>();
      theirs.get("quantiles").forEach(part -> parts.add(part.asDouble()));
      assertThat(parts).isEqualTo(quantiles.quantiles());
      assertThat(theirs.get("error").asDouble()).isEqualTo(quantiles.relativeError());
      assertThat(theirs.get("window").asLong()).isEqualTo(quantiles.windowMillis());
    }
  }

  private static void assertValues(JsonNode theirs, TallyReader ours, TallySeries reading) {
    SeriesEntry series = reading.entry();
    switch (series.family().family().type()) {
      case COUNTER -> {
        assertThat(theirs.get("whole").asLong()).isEqualTo(ours.count(series, 0));
        assertThat(theirs.get("fraction").asDouble()).isEqualTo(sum(ours, series, 1));
      }
      case GAUGE -> {
        assertThat(theirs.get("value").asDouble()).isEqualTo(ours.value(series, 0));
        assertThat(theirs.get("set_at").asLong())
            .isEqualTo(series.slotCount() == 2 ? ours.count(series, 1) : 0);
      }
      case HISTOGRAM, SUMMARY -> {
        assertThat(theirs.get("sum").asDouble()).isEqualTo(sum(ours, series, 0));
        assertCounts(theirs.get("counts"), ours, series, 1);
      }
      case NATIVE_HISTOGRAM, QUANTILE_SUMMARY -> {
        ExactSum sum = new ExactSum();
        reading.addTo(sum);
        assertThat(theirs.get("sum").asDouble()).isEqualTo(sum.value());
        assertThat(theirs.get("zeros").asLong()).isEqualTo(ours.count(series, 1));
        assertCounts(theirs.get("counts"), ours, series, 2);
        assertThat(strings(theirs.get("buckets"))).isEqualTo(buckets(reading));
      }
      case INFO, STATE_SET -> assertCounts(theirs.get("flags"), ours, series, 0);
    }
  }

  private static List<String> buckets(TallySeries series) {
    Sketch sketch = new Sketch();
    series.addTo(sketch);
    List<String> buckets = new ArrayList<>();
    sketch.forEach(
        (below, index, count) ->
            buckets.add(sketch.schema() + (below ? " below " : " above ") + index + ": " + count));
    return buckets;
  }

  private static void assertCounts(
      JsonNode theirs, TallyReader ours, SeriesEntry series, int firstSlot) {
    assertThat(theirs).hasSize(series.slotCount() - firstSlot);
    for (int i = 0; i < theirs.size(); i++) {
      assertThat(theirs.get(i).asLong()).isEqualTo(ours.count(series, firstSlot + i));
    }
  }

  private static double sum(TallyReader reader, SeriesEntry series, int slot) {
    ExactSum sum = new ExactSum();
    reader.addTo(sum, series, slot);
    return sum.value();
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(each -> strings.add(each.asText()));
    return strings;
  }

  private JsonNode python(Path file) throws IOException, InterruptedException {
    Path output = directory.resolve("output.json");
    Process python =
        new ProcessBuilder("python3", SCRIPT.toString(), file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output.toFile())
            .start();
    assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(python.exitValue()).isZero();
    return JSON.readTree(output.toFile());
  }
}
