package dev.tallyman.tally;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of slots and the memory behind it: one piece for each lane, in the tally file or in heap.
 *
 * <p>A block begins without memory. The first recording into it asks the {@link Tally} for lane 0;
 * a thread with a lane of its own asks for that one at its next recording. A block can move into
 * another file: then its old memory is carried along as more lanes, copied again for a while since
 * a thread may still have been adding to it.
 *
 * <p>Threading: recording is safe for all threads. Everything that gives or takes memory happens
 * under the tally's lock.
 */
final class Block {
  static final VarHandle LANE = MethodHandles.arrayElementVarHandle(LongBuffer[].class);

  private final Tally tally;
  private final int number;
  private final int kind;
  private final int slotCount;

  /** Where the owners of lanes add; {@link Lanes#SHARED} is the same memory as {@link #shared}. */
  private final @Nullable LongBuffer[] lanes;

  private volatile @Nullable ByteBuffer shared;
  private final List<LongBuffer> carried = new ArrayList<>();
  private final Aftermath aftermath = new Aftermath();

  /** Which of the slots that are set have been added to as well. */
  private final boolean[] addedTo;

  private int slotsTaken;
  private int lanesInFile;
  private boolean onDisk;

  Block(Tally tally, int number, int kind, int slotCount) {
    this.tally = tally;
    this.number = number;
    this.kind = kind;
    this.slotCount = slotCount;
    boolean summed = kind == TallyLayout.KIND_SUMMED;
    this.lanes = new @Nullable LongBuffer[summed ? Lanes.COUNT : 1];
    this.addedTo = new boolean[summed ? 0 : slotCount];
  }

  Tally tally() {
    return tally;
  }

  int number() {
    return number;
  }

  int kind() {
    return kind;
  }

  int slotCount() {
    return slotCount;
  }

  boolean onDisk() {
    return onDisk;
  }

  boolean hasMemory() {
    return shared != null;
  }

  boolean hasRoomFor(int slots) {
    return slotsTaken + slots <= slotCount;
  }

  /** Takes slots that nobody has yet and says which is the first. */
  int take(int slots) {
    int first = slotsTaken;
    slotsTaken += slots;
    return first;
  }

  /** The lanes' memory, for {@link SummedSlots} to look at without a lock. */
  @Nullable LongBuffer[] lanes() {
    return lanes;
  }

  /**
   * The memory that all threads share, allocated if need be, for one recording; null, and the
   * recording is counted as dropped, if there is no memory to be had.
   */
  @Nullable ByteBuffer sharedToRecord() {
    ByteBuffer memory = shared;
    if (memory == null) {
      memory = tally.allotment().shared(this);
      if (memory == null) {
        tally.countDropped();
      }
    }
    return memory;
  }

  /** The memory that all threads share, if there is any yet. */
  @Nullable ByteBuffer shared() {
    return shared;
  }

  /**
   * A recording by a thread whose own lane has no memory yet, or that has no lane.
   *
   * @return what the lane had before; 0 also if there is no memory
   */
  long add(int index, long n) {
    LongBuffer own = ownLane();
    if (own != null) {
      long before = own.get(index);
      own.put(index, before + n);
      return before;
    }
    ByteBuffer memory = sharedToRecord();
    if (memory == null) {
      return 0;
    }
    long before = (long) TallyLayout.LONGS.getAndAdd(memory, index * Long.BYTES, n);
    claimSometimes(before);
    return before;
  }

  /** As {@link #add(int, long)}, for a slot that holds a double. */
  void add(int index, double x) {
    LongBuffer own = ownLane();
    if (own != null) {
      own.put(index, Double.doubleToRawLongBits(Double.longBitsToDouble(own.get(index)) + x));
      return;
    }
    ByteBuffer memory = sharedToRecord();
    if (memory != null) {
      claimSometimes(addAtomically(memory, index, x));
    }
  }

  /** Begins a slot that is set, if there is memory for it yet; otherwise it begins at zero. */
  void begin(int index, long bits) {
    LongBuffer memory = lanes[Lanes.SHARED];
    if (memory != null) {
      addedTo[index] = false;
      memory.put(index, bits);
    }
  }

  /** Adds to a slot that can be set too, if there is memory for it. */
  boolean addToShared(int index, double x) {
    ByteBuffer memory = sharedToRecord();
    if (memory == null) {
      return false;
    }
    if (!addedTo[index]) {
      addedTo[index] = true; // once: neighbours share its cache line
    }
    long unused = addAtomically(memory, index, x);
    return true;
  }

  boolean isAddedTo(int index) {
    return addedTo[index];
  }

  static long addAtomically(ByteBuffer memory, int index, double x) {
    while (true) {
      long before = (long) TallyLayout.LONGS.getOpaque(memory, index * Long.BYTES);
      // A gauge that was taken away begins anew.
      double known = before == SlotMap.NO_GAUGE ? 0 : Double.longBitsToDouble(before);
      long after = Double.doubleToRawLongBits(known + x);
      if (TallyLayout.LONGS.compareAndSet(memory, index * Long.BYTES, before, after)) {
        return before;
      }
    }
  }

  private @Nullable LongBuffer ownLane() {
    int lane = Lanes.of(Thread.currentThread());
    if (lane == Lanes.SHARED) {
      return null;
    }
    LongBuffer own = (LongBuffer) LANE.getAcquire(lanes, lane);
    return own != null ? own : tally.allotment().lane(this, lane);
  }

  /**
   * Lets a thread without a lane look for one, and after the file. That costs more than an add, so
   * it happens at the first and then at about one recording in 256.
   *
   * @param bits anything that differs from one recording to the next; 0 at the first
   */
  void claimSometimes(long bits) {
    if (Looks.isOneInMany(bits)) {
      int unused = Lanes.claim(Thread.currentThread());
      tally.lookAround();
    }
  }

  // What follows happens under the tally's lock.

  /** Appends memory for one more lane, of which so much is in the file before as well. */
  ByteBuffer appendLane(TallyFile file, int carried) throws IOException {
    return file.appendLane(new LaneHead(number, lanesInFile++, slotCount, kind, carried));
  }

  void giveShared(ByteBuffer memory, boolean isOnDisk) {
    onDisk = isOnDisk;
    LANE.setRelease(lanes, Lanes.SHARED, longs(memory));
    shared = memory;
  }

  void giveLane(int lane, LongBuffer memory) {
    LANE.setRelease(lanes, lane, memory);
  }

  /**
   * Gives a lane memory that was carried along, now that nobody else writes it any more; otherwise
   * every move into a new file would leave the block with more lanes.
   */
  boolean reuseLane(int lane) {
    if (!hasSettledMemory()) {
      return false;
    }
    giveLane(lane, carried.remove(carried.size() - 1));
    return true;
  }

  /** Whether there is memory that was carried along and that nobody adds to any more. */
  boolean hasSettledMemory() {
    return !isMoving() && !carried.isEmpty();
  }

  /**
   * All memory that holds counts now: what a new file has to carry along; last what was carried
   * along already.
   */
  List<LongBuffer> memory() {
    List<LongBuffer> all = new ArrayList<>();
    for (LongBuffer lane : lanes) {
      if (lane != null) {
        all.add(lane);
      }
    }
    all.addAll(carried);
    return all;
  }

  /** Memory that holds all that this one does, and what comes late into it. */
  LongBuffer sourceOf(LongBuffer memory) {
    return aftermath.sourceOf(memory);
  }

  /** From now on threads record into new memory; the old memory has been copied. */
  void moveTo(ByteBuffer newShared, List<Aftermath.Carried> moved, @Nullable LateChanges late) {
    carried.clear();
    moved.forEach(c -> carried.add(c.to()));
    aftermath.begin(moved, late);
    giveShared(newShared, true);
    for (int lane = Lanes.SHARED + 1; lane < lanes.length; lane++) {
      LANE.setRelease(lanes, lane, null);
    }
  }

  /** From now on threads record outside any file, and what was counted stays in the file. */
  void leaveFile() {
    aftermath.sweep();
    moveTo(heapMemory(), List.of(), null);
    onDisk = false;
  }

  boolean isMoving() {
    return aftermath.isUnderWay();
  }

  /** Memory outside any file. */
  ByteBuffer heapMemory() {
    // Direct like the mapped one, so that the JIT compiler sees one kind of buffer on the hot path.
    return ByteBuffer.allocateDirect(slotCount * Long.BYTES);
  }

  /** Copies old memory again, for threads that were adding to it while the block moved. */
  void sweep() {
    aftermath.sweep();
  }

  static LongBuffer longs(ByteBuffer memory) {
    return memory.order(TallyLayout.ORDER).asLongBuffer();
  }
}
