package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Family;
import dev.tallyman.model.MetricType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands on disk after a tally was closed. */
class TallyFileTest {
  static final Family COUNTER = Family.of("things", MetricType.COUNTER, "Things.", List.of("kind"));

  @TempDir Path temporary;

  @Test
  void aTallyThatRecordsNothingLeavesNothingBehind() {
    Path directory = temporary.resolve("never");
    try (Tally tally = Tally.inDirectory(directory, "")) {
      SummedSlots slots = tally.summed(tally.family(COUNTER), List.of("a"));

      assertThat(slots.total(SlotMap.COUNTER_WHOLE)).isZero();
      assertThat(tally.path()).isEmpty();
    }
    assertThat(directory).doesNotExist();
  }

  @Test
  void onlyTheOwnerMayLookIn() throws Exception {
    Path directory = temporary.resolve("deep").resolve("down");
    Path file = written(directory, 1, "");

    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(directory)).isEqualTo("rwx------");
  }

  @Test
  void nothingIsLeftOfTheHiddenName() throws Exception {
    Path file = written(temporary, 1, "");

    try (Stream<Path> entries = Files.list(temporary)) {
      assertThat(entries).containsExactly(file);
    }
  }

  @Test
  void theFileGrowsOverManyExtentsAndLosesNothing() throws Exception {
    int series = 20_000;
    Path file = written(temporary, series, "x".repeat(500));
    assertThat(Files.size(file)).isGreaterThan(10 << 20);

    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();

      assertThat(reader.series()).hasSize(series);
      assertThat(reader.notOnDisk()).isZero();
      for (int i = 0; i < series; i++) {
        SeriesEntry entry = reader.series().get(i);
        assertThat(entry.labelValues().get(0)).startsWith(i + "x");
        assertThat(reader.count(entry, SlotMap.COUNTER_WHOLE)).isEqualTo(i + 1L);
        assertThat(fraction(reader, entry)).isEqualTo(0.5);
      }
    }
  }

  @Test
  void aRecordLargerThanAnExtentIsWrittenToo() throws Exception {
    Path file = written(temporary, 3, "ä".repeat(200_000));

    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();

      assertThat(reader.series()).hasSize(3);
      assertThat(reader.series().get(2).labelValues().get(0)).endsWith("ä").hasSize(200_001);
      assertThat(reader.count(reader.series().get(2), SlotMap.COUNTER_WHOLE)).isEqualTo(3);
    }
  }

  @Test
  void theHeaderSaysWhoWroteIt() throws Exception {
    long before = Clock.systemUTC().millis();
    Path file = written(temporary, 1, "");

    try (TallyReader reader = TallyReader.open(file)) {
      TallyHeader header = reader.header();
      assertThat(header.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(header.workerName()).isEqualTo("naïve");
      assertThat(header.origin()).isEqualTo(header.id());
      assertThat(header.generation()).isZero();
      assertThat(header.createdMillis()).isBetween(before, Clock.systemUTC().millis());
      assertThat(header.processStartMillis()).isBetween(before - 3_600_000, before + 1000);
      assertThat(file.getFileName()).hasToString(header.id() + ".tally");
      assertThat(header.bootId())
          .hasToString(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
      assertThat(reader.isWriterAlive()).isFalse();
    }
  }

  @Test
  void whatAThreadDoesAfterTheEndGoesNowhere() throws Exception {
    Tally tally = Tally.inDirectory(temporary, "");
    FamilyEntry family = tally.family(COUNTER);
    SummedSlots slots = tally.summed(family, List.of("a"));
    slots.add(SlotMap.COUNTER_WHOLE, 5L);
    Path file = tally.path().orElseThrow();
    tally.close();

    slots.add(SlotMap.COUNTER_WHOLE, 5L);
    tally.summed(family, List.of("b")).add(SlotMap.COUNTER_WHOLE, 5L);
    tally.close();

    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      assertThat(reader.series()).hasSize(1);
      assertThat(reader.count(reader.series().get(0), SlotMap.COUNTER_WHOLE)).isEqualTo(5);
    }
    try (Stream<Path> entries = Files.list(temporary)) {
      assertThat(entries).containsExactly(file);
    }
  }

  private static Path written(Path directory, int series, String labelEnd) {
    try (Tally tally = Tally.inDirectory(directory, "naïve")) {
      FamilyEntry family = tally.family(COUNTER);
      List<SummedSlots> all = new ArrayList<>();
      for (int i = 0; i < series; i++) {
        all.add(tally.summed(family, List.of(i + labelEnd)));
        all.get(i).add(SlotMap.COUNTER_FRACTION, 0.5);
        all.get(i).add(SlotMap.COUNTER_WHOLE, 1L);
      }
      for (int i = 0; i < series; i++) {
        all.get(i).add(SlotMap.COUNTER_WHOLE, (long) i);
      }
      return tally.path().orElseThrow();
    }
  }

  static double fraction(TallyReader reader, SeriesEntry series) {
    ExactSum sum = new ExactSum();
    reader.addTo(sum, series, SlotMap.COUNTER_FRACTION);
    return sum.value();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
