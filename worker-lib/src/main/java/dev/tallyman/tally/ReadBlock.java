package dev.tallyman.tally;

import dev.tallyman.model.ExactSum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The slots of one block as a reader last saw them, lane by lane. */
final class ReadBlock {
  private static final long[][] NONE = {};

  private final int kind;
  private final int slotCount;

  /** Where each lane's slots are in the file, and what they held. */
  private long[] positions = {};

  private long[][] lanes = {};

  /**
   * How much of each lane the file before has as well, and what that was at the start of a lane.
   */
  private int[] carried = {};

  private long[][] starts = {};

  /** What is added up now, and what is taken off again. */
  private long[][] added = {};

  private long[][] takenOff = NONE;

  private ReadBlock(int kind, int slotCount) {
    this.kind = kind;
    this.slotCount = slotCount;
  }

  /**
   * Takes a block record: the first of its number makes a new block, the others are more lanes.
   *
   * @param payload the record's payload before its slots
   * @param position where the record begins
   * @param length the record's length
   */
  static void take(List<ReadBlock> blocks, ByteBuffer payload, long position, int length) {
    int checked = TallyLayout.BLOCK_SLOTS_AT - TallyLayout.PAYLOAD_AT;
    RecordReader.require(
        payload.remaining() == checked, "checked length of block", payload.remaining());
    int number = payload.getInt(TallyLayout.BLOCK_NUMBER_AT - TallyLayout.PAYLOAD_AT);
    int slotCount = payload.getInt(TallyLayout.BLOCK_SLOT_COUNT_AT - TallyLayout.PAYLOAD_AT);
    int kind = payload.getInt(TallyLayout.BLOCK_KIND_AT - TallyLayout.PAYLOAD_AT);
    RecordReader.require(number >= 0 && number <= blocks.size(), "block number", number);
    int carried = payload.getInt(TallyLayout.BLOCK_CARRIED_AT - TallyLayout.PAYLOAD_AT);
    int room = (length - TallyLayout.BLOCK_SLOTS_AT) / Long.BYTES;
    RecordReader.require(
        slotCount > 0 && slotCount <= (carried == TallyLayout.CARRIED_START ? room / 2 : room),
        "slot count",
        slotCount);
    RecordReader.require(
        carried >= TallyLayout.CARRIED_NOTHING && carried <= TallyLayout.CARRIED_START,
        "what is carried",
        carried);
    RecordReader.require(
        kind == TallyLayout.KIND_SHARED || kind == TallyLayout.KIND_SUMMED, "block kind", kind);
    RecordReader.require(
        position % TallyLayout.BLOCK_ALIGNMENT == 0, "alignment of block", position);
    if (number == blocks.size()) {
      blocks.add(new ReadBlock(kind, slotCount));
    }
    ReadBlock block = blocks.get(number);
    RecordReader.require(block.kind == kind, "block kind", kind);
    RecordReader.require(block.slotCount == slotCount, "slot count", slotCount);
    if (kind == TallyLayout.KIND_SHARED) {
      // A writer that ran out of memory between two steps begins again; the last one counts.
      block.positions = new long[0];
      block.lanes = new long[0][];
      block.carried = new int[0];
      block.starts = new long[0][];
    }
    block.addLane(position + TallyLayout.BLOCK_SLOTS_AT, carried);
  }

  int slotCount() {
    return slotCount;
  }

  private void addLane(long position, int howMuchIsCarried) {
    int lane = lanes.length;
    positions = Arrays.copyOf(positions, lane + 1);
    lanes = Arrays.copyOf(lanes, lane + 1);
    carried = Arrays.copyOf(carried, lane + 1);
    starts = Arrays.copyOf(starts, lane + 1);
    positions[lane] = position;
    lanes[lane] = new long[slotCount];
    carried[lane] = howMuchIsCarried;
    starts[lane] = new long[0];
    countAll();
  }

  /** Reads all slots again; false if the file is too short. */
  boolean read(ReadBuffer buffer, FileChannel channel) throws IOException {
    for (int lane = 0; lane < lanes.length; lane++) {
      if (!buffer.read(channel, positions[lane], lanes[lane])) {
        return false;
      }
    }
    return true;
  }

  /** Reads what lanes began with; false if the file is too short. */
  boolean readStarts(ReadBuffer buffer, FileChannel channel) throws IOException {
    for (int lane = 0; lane < lanes.length; lane++) {
      if (carried[lane] == TallyLayout.CARRIED_START) {
        starts[lane] = new long[slotCount];
        if (!buffer.read(channel, positions[lane] + (long) slotCount * Long.BYTES, starts[lane])) {
          return false;
        }
      }
    }
    return true;
  }

  /** From now on all that is in the file counts. */
  void countAll() {
    added = lanes;
    takenOff = NONE;
  }

  /** From now on only what the file before does not have counts. */
  void countNews() {
    List<long[]> news = new ArrayList<>();
    for (int lane = 0; lane < lanes.length; lane++) {
      if (carried[lane] != TallyLayout.CARRIED_ALL) {
        news.add(lanes[lane]);
      }
    }
    added = news.toArray(NONE);
    takenOff = Arrays.stream(starts).filter(start -> start.length > 0).toArray(long[][]::new);
  }

  /** Whether anything of the block counts now. */
  boolean counts() {
    return added.length > 0;
  }

  void checkHolds(SeriesEntry series) {
    RecordReader.require(
        series.firstSlot() >= 0 && series.firstSlot() <= slotCount - series.slotCount(),
        "first slot",
        series.firstSlot());
    boolean summed = SlotMap.summed(series.family().family().type());
    RecordReader.require(summed == (kind == TallyLayout.KIND_SUMMED), "kind of slots", kind);
  }

  void checkHolds(PageEntry page) {
    int first = page.firstSlot();
    RecordReader.require(
        first >= 0 && first <= slotCount - TallyLayout.PAGE_SLOTS, "first slot", first);
    RecordReader.require(kind == TallyLayout.KIND_SUMMED, "kind of slots", kind);
  }

  long count(int slot) {
    long total = 0;
    for (long[] lane : added) {
      total += lane[slot];
    }
    for (long[] start : takenOff) {
      total -= start[slot];
    }
    return total;
  }

  void addTo(ExactSum sum, int slot) {
    for (long[] lane : added) {
      sum.add(Double.longBitsToDouble(lane[slot]));
    }
    for (long[] start : takenOff) {
      sum.add(-Double.longBitsToDouble(start[slot]));
    }
  }
}
