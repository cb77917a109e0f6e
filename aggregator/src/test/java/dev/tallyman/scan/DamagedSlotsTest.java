package dev.tallyman.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.merge.Merger;
import dev.tallyman.merge.Printed;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.Summary;
import dev.tallyman.tally.SeriesEntry;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No checksum is over slots. A number below zero in one of them takes its worker's part of the
 * series off the page, and nothing away from the parts of other workers.
 */
class DamagedSlotsTest {
  private static final int FIRST_RECORD = 512;
  private static final int BLOCK = 4;
  private static final int PAGE = 5;
  private static final long BELOW_ZERO = -1_000;
  private static final long BELOW_ZERO_AS_DOUBLE = Double.doubleToRawLongBits(-1_000);

  @TempDir Path directory;
  @TempDir Path elsewhere;

  private Path file;
  private byte[] whole;
  private final Map<Integer, Integer> slotsOfBlock = new HashMap<>();
  private final Map<Integer, Integer> pageOfSeries = new HashMap<>();
  private List<SeriesEntry> series = List.of();

  @BeforeEach
  void twoWorkers() throws Exception {
    record(elsewhere);
    Path other = onlyFile(elsewhere);
    record(directory);
    file = onlyFile(directory);
    whole = Files.readAllBytes(file);
    Path unused = Files.copy(other, directory.resolve("other.tally"));
    findSlots();
  }

  @Test
  void ofACounterWholeOrFractional() throws Exception {
    assertLeftOut("counted", 0, BELOW_ZERO);
    assertLeftOut("counted", 1, BELOW_ZERO_AS_DOUBLE);
    assertLeftOut("counted", 1, Double.doubleToRawLongBits(Double.NaN));
  }

  @Test
  void ofAClassicHistogramAnyBucket() throws Exception {
    assertLeftOut("classic", 1, BELOW_ZERO);
    assertLeftOut("classic", 2, BELOW_ZERO);
  }

  @Test
  void ofASummaryItsCount() throws Exception {
    assertLeftOut("summed", 1, BELOW_ZERO);
  }

  @Test
  void ofANativeHistogramZerosAndBucketsOfBothKinds() throws Exception {
    assertLeftOut("both", 1, BELOW_ZERO);
    assertLeftOut("both", 2, BELOW_ZERO);
    assertBucketLeftOut("both");
    assertBucketLeftOut("native");
  }

  @Test
  void ofASummaryWithQuantilesZerosAndBuckets() throws Exception {
    assertLeftOut("quantiles", 1, BELOW_ZERO);
    assertBucketLeftOut("quantiles");
  }

  private static void record(Path directory) {
    try (MetricRegistry registry = MetricRegistry.inDirectory(directory)) {
      Counter counter = Counter.builder().name("counted").register(registry);
      counter.inc(3);
      counter.inc(0.5);
      for (Histogram.Builder kind :
          List.of(
              Histogram.builder().name("classic").classicUpperBounds(1),
              Histogram.builder().name("both").classicAndNative().classicUpperBounds(1),
              Histogram.builder().name("native").nativeOnly())) {
        Histogram histogram = kind.register(registry);
        histogram.observe(0.5);
        histogram.observe(2);
      }
      Summary.builder().name("summed").register(registry).observe(2);
      Summary.builder().name("quantiles").quantiles(.5).register(registry).observe(2);
    }
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(path -> path.toString().endsWith(".tally")).findAny().orElseThrow();
    }
  }

  /** As the page on the format says where they are. */
  private void findSlots() throws Exception {
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      series = List.copyOf(reader.series());
      ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = FIRST_RECORD; at < reader.committedBytes(); at += bytes.getInt(at)) {
        int type = bytes.getShort(at + 4);
        if (type == BLOCK) {
          slotsOfBlock.putIfAbsent(bytes.getInt(at + 16), at + 64);
        } else if (type == PAGE) {
          int sum = at(bytes.getInt(at + 32), bytes.getInt(at + 36));
          pageOfSeries.put(bytes.getInt(at + 16), sum + Long.BYTES);
        }
      }
    }
  }

  /** Where a slot of a block is, in the first of its lanes. */
  private int at(int block, int slot) {
    return slotsOfBlock.getOrDefault(block, -1) + Long.BYTES * slot;
  }

  private void assertLeftOut(String metric, int slot, long bits) throws Exception {
    SeriesEntry of = entry(metric);
    assertLeftOutBy(metric, at(of.block(), of.firstSlot() + slot), bits);
  }

  private void assertBucketLeftOut(String metric) throws Exception {
    int bucket = pageOfSeries.getOrDefault(entry(metric).number(), -1);
    assertLeftOutBy(metric, bucket, BELOW_ZERO);
  }

  private void assertLeftOutBy(String metric, int position, long bits) throws Exception {
    List<String> expected = new ArrayList<>(print(directory));
    expected.removeIf(isOf(metric));
    List<String> ofOther = print(elsewhere).stream().filter(isOf(metric)).toList();
    assertThat(ofOther).hasSize(1);
    expected.addAll(ofOther);
    byte[] damaged = whole.clone();
    ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(position, bits);

    Files.write(file, damaged);
    assertThat(print(directory)).containsExactlyInAnyOrderElementsOf(expected);
    Files.write(file, whole);
  }

  private static Predicate<String> isOf(String metric) {
    return line -> line.contains("[name=" + metric + ",");
  }

  private static List<String> print(Path directory) throws IOException {
    KeptDead dead = new KeptDead();
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      ScanResult result = scanner.scan();
      assertThat(result.skipped()).isEmpty();
      return Printed.print(new Merger().merge(dead.readings()));
    }
  }

  private SeriesEntry entry(String metric) {
    return series.stream()
        .filter(each -> each.family().family().name().equals(metric))
        .findAny()
        .orElseThrow();
  }
}
