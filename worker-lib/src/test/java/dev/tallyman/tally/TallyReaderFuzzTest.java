package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Sketch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a file, the reader says what is wrong with it or reads something sane. */
@Tag("slow")
class TallyReaderFuzzTest {
  private static final int FILES = 100_000;
  private static final long SEED = 20_261_121;
  private static final Duration ALL_LIMIT = Duration.ofMinutes(2);
  private static final long EACH_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Families, series and slots, as a multiple of the bytes that they were read from. */
  private static final int HEAP_FACTOR = 64;

  private static final long HEAP_FLOOR_BYTES = 1 << 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<TallyFormatException.Reason, Integer> refused =
      new EnumMap<>(TallyFormatException.Reason.class);
  private int sane;
  private int badLater;

  @TempDir Path directory;

  @Test
  void aMutatedFileIsRefusedOrReadsAsSomethingSane() throws Exception {
    List<byte[]> good = new ArrayList<>();
    for (String name : GoldenWriter.NAMES) {
      good.add(GoldenFilesTest.golden(name));
    }
    assertTimeoutPreemptively(ALL_LIMIT, () -> readAll(good));

    assertThat(refused)
        .as("each kind of check was reached")
        .containsKeys(
            TallyFormatException.Reason.NOT_A_TALLY_FILE,
            TallyFormatException.Reason.UNKNOWN_VERSION,
            TallyFormatException.Reason.DAMAGED);
    assertThat(sane).as("some mutations do no harm").isGreaterThan(FILES / 100);
    assertThat(badLater).as("some turn bad under the reader").isGreaterThan(FILES / 100);
  }

  private void readAll(List<byte[]> good) throws IOException {
    Path path = directory.resolve("mutated.tally");
    TallyMutations mutations = new TallyMutations(SEED);
    Random random = new Random(SEED);
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < FILES; i++) {
        byte[] base = good.get(i % good.size());
        write(channel, random.nextInt(4) == 0 ? base : mutations.mutate(base));
        byte[] next = random.nextInt(4) == 0 ? mutations.mutate(base) : base;
        long nanos = System.nanoTime();
        long heap = threads.getCurrentThreadAllocatedBytes();
        try {
          read(path, channel, next);
        } catch (RuntimeException | Error e) {
          throw new AssertionError("seed=" + SEED + ", file number=" + i, e);
        }
        nanos = System.nanoTime() - nanos;
        heap = threads.getCurrentThreadAllocatedBytes() - heap;
        long heapLimit = HEAP_FLOOR_BYTES + (long) HEAP_FACTOR * Math.max(base.length, next.length);
        if (i > 0 && (heap > heapLimit || nanos > EACH_LIMIT_NANOS)) {
          throw new AssertionError("file number=" + i + ", bytes=" + heap + ", nanos=" + nanos);
        }
      }
    }
  }

  /** Reads a file, then once more after it has changed. */
  private void read(Path path, FileChannel channel, byte[] next) throws IOException {
    try (TallyReader reader = TallyReader.open(path)) {
      reader.refresh();
      readValues(reader);
      sane++;
      write(channel, next);
      try {
        reader.refresh();
      } catch (TallyFormatException e) {
        badLater++;
      }
      readValues(reader);
    } catch (TallyFormatException e) {
      assertThat(e).hasMessageContaining(path.toString());
      refused.merge(e.reason(), 1, Integer::sum);
    }
  }

  private static void readValues(TallyReader reader) {
    ExactSum sum = new ExactSum();
    for (SeriesEntry series : reader.series()) {
      if (series.labelValues().size() != series.family().family().labelNames().size()) {
        throw new AssertionError("labels of " + series);
      }
      for (int slot = 0; slot < series.slotCount(); slot++) {
        sum.add(reader.count(series, slot));
        reader.addTo(sum, series, slot);
      }
    }
    for (TallySeries series : reader.readings()) {
      Sketch sketch = new Sketch();
      series.addTo(sketch);
      sum.add(sketch.quantile(.5) + sketch.zeroCount());
    }
    double unused = sum.value();
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    channel.truncate(bytes.length);
    ByteBuffer from = ByteBuffer.wrap(bytes);
    while (from.hasRemaining()) {
      int unused = channel.write(from, from.position());
    }
  }
}
