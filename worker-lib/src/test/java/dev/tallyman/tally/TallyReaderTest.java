package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallyman.model.MetricType;
import dev.tallyman.model.Sketch;
import dev.tallyman.tally.TallyFormatException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TallyReaderTest {
  @TempDir Path directory;

  @Test
  void aHalfWrittenRecordIsInvisible() throws Exception {
    byte[] whole = golden();
    ByteBuffer half = ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + 4096));
    half.order(TallyLayout.ORDER).position(whole.length);
    half.put(whole, TallyLayout.HEADER_LENGTH, 40);
    Path file = file(half.array());

    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();

      assertThat(reader.committedBytes()).isEqualTo(whole.length);
      assertThat(reader.families()).hasSize(15);
    }
  }

  @Test
  void recordsAreReadOnceAndSlotsEveryTime() throws Exception {
    Path file = file(golden());
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      SeriesEntry series = reader.series().get(0);
      long before = reader.count(series, SlotMap.COUNTER_WHOLE);
      int slotsAt = firstBlockAt(golden()) + TallyLayout.BLOCK_SLOTS_AT;
      long shared = ByteBuffer.wrap(golden()).order(TallyLayout.ORDER).getLong(slotsAt);
      overwrite(file, slotsAt, shared + 1_000_000);

      reader.refresh();

      assertThat(reader.count(series, SlotMap.COUNTER_WHOLE)).isEqualTo(before + 1_000_000);
      assertThat(reader.series().get(0)).isSameAs(series);
    }
  }

  @Test
  void aRecordOfALaterMinorVersionIsPassedOver() throws Exception {
    ByteBuffer later = ByteBuffer.wrap(golden()).order(TallyLayout.ORDER);
    later.putShort(TallyLayout.MINOR_AT, (short) 7);
    later.putInt(TallyLayout.HEADER_CHECKSUM_AT, TallyLayout.headerChecksum(later));
    ByteBuffer record = RecordWriter.pad(64);
    record.putShort(TallyLayout.TYPE_AT, (short) 0x8001);
    record.putInt(TallyLayout.CHECKSUM_AT, TallyLayout.recordChecksum(record, 0, 0));
    byte[] longer = Arrays.copyOf(later.array(), later.capacity() + 64);
    record.get(0, longer, later.capacity(), TallyLayout.PAYLOAD_AT);
    ByteBuffer.wrap(longer)
        .order(TallyLayout.ORDER)
        .putLong(TallyLayout.COMMITTED_AT, longer.length);

    try (TallyReader reader = TallyReader.open(file(longer))) {
      reader.refresh();

      assertThat(reader.families()).hasSize(15);
      assertThat(reader.committedBytes()).isEqualTo(longer.length);
    }
  }

  @Test
  void aFamilyOfATypeThatIsNotKnownIsPassedOverWithItsSeriesAndCounted() throws Exception {
    byte[] later = GoldenFilesTest.golden(GoldenWriter.SKETCHES);
    makeTypeUnknown(later, MetricType.NATIVE_HISTOGRAM);

    try (TallyReader reader = TallyReader.open(file(later))) {
      reader.refresh();

      assertThat(reader.familiesPassedOver()).isEqualTo(2);
      assertThat(reader.families()).extracting(f -> f.family().name()).containsExactly("summary");
      assertThat(reader.series()).hasSize(1);
      Sketch sketch = new Sketch();
      reader.readings().get(0).addTo(sketch);
      assertThat(sketch.count()).isEqualTo(2 * 33);
    }
  }

  private static void makeTypeUnknown(byte[] file, MetricType type) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(TallyLayout.ORDER);
    for (int at = TallyLayout.HEADER_LENGTH;
        at < file.length;
        at += bytes.getInt(at + TallyLayout.LENGTH_AT)) {
      int typeAt = at + TallyLayout.PAYLOAD_AT + Integer.BYTES;
      if (bytes.getShort(at + TallyLayout.TYPE_AT) == TallyLayout.FAMILY
          && bytes.getInt(typeAt) == type.code()) {
        bytes.putInt(typeAt, 99);
        int checked = bytes.getInt(at + TallyLayout.CHECKED_LENGTH_AT);
        int checksum = TallyLayout.recordChecksum(bytes, at, checked);
        bytes.putInt(at + TallyLayout.CHECKSUM_AT, checksum);
      }
    }
  }

  @Test
  void anotherMajorVersionIsRefused() throws Exception {
    ByteBuffer later = ByteBuffer.wrap(golden()).order(TallyLayout.ORDER);
    later.putShort(TallyLayout.MAJOR_AT, (short) 2);
    later.putInt(TallyLayout.HEADER_CHECKSUM_AT, TallyLayout.headerChecksum(later));
    Path file = file(later.array());

    assertRefused(Reason.UNKNOWN_VERSION, () -> TallyReader.open(file));
  }

  @Test
  void whatWasReadStaysReadableWhenTheFileTurnsBad() throws Exception {
    Path file = file(golden());
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      long committed = reader.committedBytes();
      long count = reader.count(reader.series().get(0), SlotMap.COUNTER_WHOLE);
      overwrite(file, TallyLayout.COMMITTED_AT, -1);
      overwrite(file, TallyLayout.DROPPED_AT, -1);

      assertRefused(Reason.DAMAGED, reader::refresh);

      assertThat(reader.committedBytes()).isEqualTo(committed);
      assertThat(reader.dropped()).isZero();
      assertThat(reader.count(reader.series().get(0), SlotMap.COUNTER_WHOLE)).isEqualTo(count);
    }
  }

  @Test
  void aFileThatShrankIsRefused() throws Exception {
    Path file = file(golden());
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(TallyLayout.HEADER_LENGTH + 100);
      }

      assertRefused(Reason.DAMAGED, reader::refresh);
    }
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws Exception {
    Path file = file(golden());
    overwrite(file, TallyLayout.FILE_LIMIT, 0);

    assertRefused(Reason.TOO_LARGE, () -> TallyReader.open(file));
  }

  @Test
  void aFileThatGrowsBeyondTheLimitUnderTheReaderIsNotReadOn() throws Exception {
    byte[] golden = golden();
    Path file = file(golden);
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      ByteBuffer pad = RecordWriter.pad(1 << 30);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        assertThat(channel.write(pad, golden.length)).isEqualTo(TallyLayout.PAYLOAD_AT);
      }
      overwrite(file, golden.length + (1L << 30), 0);
      overwrite(file, TallyLayout.COMMITTED_AT, golden.length + (1L << 30));

      assertRefused(Reason.TOO_LARGE, reader::refresh);
    }
  }

  @Test
  void linksPipesAndDirectoriesAreRefused() throws Exception {
    Path file = file(golden());
    Path link = Files.createSymbolicLink(directory.resolve("link.tally"), file);
    Path pipe = directory.resolve("pipe.tally");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Path folder = Files.createDirectory(directory.resolve("folder.tally"));

    assertRefused(Reason.NOT_A_REGULAR_FILE, () -> TallyReader.open(link));
    assertRefused(Reason.NOT_A_REGULAR_FILE, () -> TallyReader.open(folder));
    assertPipeRefused(pipe);
    Path second = Files.createLink(directory.resolve("second.tally"), file);
    assertRefused(Reason.NOT_A_REGULAR_FILE, () -> TallyReader.open(second));
  }

  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  private static void assertPipeRefused(Path pipe) {
    assertRefused(Reason.NOT_A_REGULAR_FILE, () -> TallyReader.open(pipe));
  }

  @Test
  void anEmptyFileIsRefused() throws Exception {
    Path file = file(new byte[0]);

    assertRefused(Reason.DAMAGED, () -> TallyReader.open(file));
  }

  @Test
  void aFileThatThisJvmWritesIsNotOpenedSinceClosingItWouldDropItsLock() throws Exception {
    try (Tally tally = Tally.inDirectory(directory.resolve("own"), "")) {
      FamilyEntry family = tally.family(TallyFileTest.COUNTER);
      tally.summed(family, List.of("a")).add(SlotMap.COUNTER_WHOLE, 1L);
      Path file = tally.path().orElseThrow();
      Path link = Files.createSymbolicLink(directory.resolve("road"), directory.resolve("own"));

      for (Path way : List.of(file, link.resolve(file.getFileName()))) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> TallyReader.open(way))
            .withMessageContaining("this process")
            .withMessageContaining(way.toString());
      }
    }
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatExceptionOfType(TallyFormatException.class)
        .isThrownBy(call)
        .withMessageContaining("file=")
        .extracting(TallyFormatException::reason)
        .isEqualTo(reason);
  }

  private static byte[] golden() throws IOException {
    return GoldenFilesTest.golden("all-types.tally");
  }

  private static int firstBlockAt(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(TallyLayout.ORDER);
    int at = TallyLayout.HEADER_LENGTH;
    while (bytes.getShort(at + TallyLayout.TYPE_AT) != TallyLayout.BLOCK) {
      at += bytes.getInt(at);
    }
    return at;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("some.tally"), bytes);
  }

  private static void overwrite(Path file, long at, long value) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(TallyLayout.ORDER).putLong(0, value);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(channel.write(bytes, at)).isEqualTo(Long.BYTES);
    }
  }
}
