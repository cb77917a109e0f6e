package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Family;
import dev.tallyman.model.MetricType;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker goes over from one file to the next and may be killed at any moment: until the next one
 * is settled, the old file and what is new in the next one are all that was counted.
 */
final class GoingOverTest {
  private static final int WHOLE = SlotMap.COUNTER_WHOLE;
  private static final int FRACTION = SlotMap.COUNTER_FRACTION;

  @TempDir private Path directory;

  private final FamilyEntry family =
      new FamilyEntry(0, Family.of("c", MetricType.COUNTER, "", List.of()));
  private final Block block = new Block(Tally.inHeap(), 0, TallyLayout.KIND_SUMMED, 64);
  private @Nullable TallyHeader last;
  private TallyFile file;
  private Path before;

  @BeforeEach
  void countInAFile() throws Exception {
    file = newFile();
    before = file.path();
    block.giveShared(block.appendLane(file, TallyLayout.CARRIED_NOTHING), true);
    describe(file);
    add(Lanes.SHARED, 10, 0.1);
  }

  @Test
  void whatIsCountedInTheNewFileIsAddedToWhatWasInTheOldOne() throws Exception {
    giveLane(1);
    add(1, 5, 0.2);
    TallyFile next = newFile();
    BlockMove move = BlockMove.into(next, block);
    describe(next);
    move.copy();
    add(1, 2, 0.3); // still in the old one

    move.complete();
    add(Lanes.SHARED, 100, 0.7);

    assertTotals(next, 117, 0.1, 0.2 + 0.3, 0.7);
  }

  @Test
  void whatALateThreadAddsToTheOldFileIsCountedOnce() throws Exception {
    LongBuffer old = Objects.requireNonNull(block.lanes()[Lanes.SHARED]);
    TallyFile next = newFile();
    BlockMove move = BlockMove.into(next, block);
    describe(next);
    move.complete();
    add(Lanes.SHARED, 100, 0.5);

    old.put(WHOLE, old.get(WHOLE) + 1);

    try (TallyReader news = close(next)) {
      news.countNews();
      assertThat(count(before) + news.count(news.series().get(0), WHOLE)).isEqualTo(111);
    }
  }

  @Test
  void aLaneThatBeginsWithOldCountsIsNewOnlyByWhatWasAddedToIt() throws Exception {
    // Settled memory, which nobody adds to any more, is put into the next file's first lane.
    file = goOver();
    while (block.isMoving()) {
      block.sweep();
    }
    add(Lanes.SHARED, 20, 0.01);
    assertThat(block.hasSettledMemory()).isTrue();
    before = file.path();
    TallyFile next = newFile();
    BlockMove move = BlockMove.into(next, block);
    describe(next);
    move.complete();

    add(Lanes.SHARED, 100, 0.7);

    assertTotals(next, 130, 0.01, 0.1 + 0.7);
  }

  @Test
  void whatWasCountedInHeapIsNewInAFile() throws Exception {
    Block inHeap = new Block(Tally.inHeap(), 0, TallyLayout.KIND_SUMMED, 64);
    inHeap.giveShared(inHeap.heapMemory(), false);
    Objects.requireNonNull(inHeap.lanes()[Lanes.SHARED]).put(WHOLE, 7);
    TallyFile next = newFile();
    BlockMove.into(next, inHeap).complete();
    describe(next);

    try (TallyReader news = close(next)) {
      news.countNews();
      assertThat(news.count(news.series().get(0), WHOLE)).isEqualTo(7);
    }
  }

  private void assertTotals(TallyFile next, long count, double... fractions) throws Exception {
    try (TallyReader old = close(file);
        TallyReader news = close(next)) {
      assertThat(news.isSettled()).isFalse();
      news.countNews();
      assertThat(count(old) + count(news)).isEqualTo(count);
      assertThat(sum(old, news)).isEqualTo(exact(fractions));

      news.countAll();
      assertThat(count(news)).as("the new file alone").isEqualTo(count);
      assertThat(sum(news)).isEqualTo(exact(fractions));

      news.refresh();
      assertThat(count(news)).as("read again").isEqualTo(count);
    }
  }

  private TallyFile goOver() throws Exception {
    TallyFile next = newFile();
    BlockMove move = BlockMove.into(next, block);
    describe(next);
    move.complete();
    file.close();
    return next;
  }

  private void giveLane(int lane) throws Exception {
    ByteBuffer memory = block.appendLane(file, TallyLayout.CARRIED_NOTHING);
    file.commit();
    block.giveLane(lane, Block.longs(memory));
  }

  private void add(int lane, long whole, double fraction) {
    LongBuffer memory = Objects.requireNonNull(block.lanes()[lane]);
    memory.put(WHOLE, memory.get(WHOLE) + whole);
    double sum = Double.longBitsToDouble(memory.get(FRACTION)) + fraction;
    memory.put(FRACTION, Double.doubleToRawLongBits(sum));
  }

  private void describe(TallyFile of) throws Exception {
    of.append(RecordWriter.family(0, family.family()));
    of.append(RecordWriter.series(new SeriesEntry(0, family, List.of(), 0, 0, 2, 1L)));
    of.commit();
  }

  private TallyFile newFile() throws Exception {
    TallyHeader header = TallyHeader.ofThisProcess("", last, Clock.systemUTC());
    TallyFile made = TallyFile.create(directory, header);
    made.show();
    last = header;
    return made;
  }

  private static TallyReader close(TallyFile written) throws Exception {
    written.close();
    TallyReader reader = TallyReader.open(written.path());
    reader.refresh();
    return reader;
  }

  private long count(Path path) throws Exception {
    file.close();
    try (TallyReader reader = TallyReader.open(path)) {
      reader.refresh();
      return count(reader);
    }
  }

  private static long count(TallyReader reader) {
    return reader.count(reader.series().get(0), WHOLE);
  }

  private static double sum(TallyReader... readers) {
    ExactSum sum = new ExactSum();
    for (TallyReader reader : readers) {
      reader.addTo(sum, reader.series().get(0), FRACTION);
    }
    return sum.value();
  }

  private static double exact(double... parts) {
    ExactSum sum = new ExactSum();
    for (double part : parts) {
      sum.add(part);
    }
    return sum.value();
  }
}
