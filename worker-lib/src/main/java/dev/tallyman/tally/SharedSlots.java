package dev.tallyman.tally;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * The slots of one series that are set: gauges, and flags. All threads share them.
 *
 * <p>Threading: safe for all threads, without a lock; the last set wins.
 *
 * <p>Failure: none; recording never throws. What the disk has no room for is kept in heap. A change
 * that meets the moment in which the worker starts a new file is made good a little later; only of
 * two that set the slot at that moment it may be the first that lasts.
 */
public final class SharedSlots {
  private static final LongBuffer[] NO_LANES = new LongBuffer[1];

  private final Block block;
  private final SeriesEntry entry;
  private final int first;
  private LongBuffer[] lanes;
  private volatile boolean retired;

  // The lane without memory is null; the array is handed over once and read with acquire.
  @SuppressWarnings("NullAway")
  SharedSlots(Block block, SeriesEntry entry) {
    this.block = block;
    this.lanes = block.lanes();
    this.entry = entry;
    this.first = entry.firstSlot();
  }

  /** Takes the series off the page until it is set again. */
  public void takeAway() {
    put(0, SlotMap.takenAway(entry.family().family().type()));
  }

  /** Whether the series is off the page. */
  public boolean isTakenAway() {
    return SlotMap.isTakenAway(entry.family().family().type(), getLong(0));
  }

  /**
   * Takes the series off the page for good and gives its slots to others. What is recorded into it
   * goes nowhere from now on.
   */
  public void retire() {
    retired = true;
    lanes = NO_LANES;
    block.tally().retire(entry);
  }

  /** Sets a slot to a double. */
  public void set(int slot, double x) {
    put(slot, Double.doubleToRawLongBits(x));
  }

  /** Sets a slot to a whole number. */
  public void set(int slot, long n) {
    put(slot, n);
  }

  /** Adds to a slot that holds a double. */
  public void add(int slot, double x) {
    if (!retired && block.addToShared(first + slot, x)) {
      lookSometimes();
    }
  }

  /** What a slot that holds a double was last set to, or 0. */
  public double get(int slot) {
    return Double.longBitsToDouble(getLong(slot));
  }

  /** What a slot that holds a whole number was last set to, or 0. */
  public long getLong(int slot) {
    return block
        .tally()
        .locked(() -> !retired && block.hasMemory() ? block.memory().get(0).get(first + slot) : 0L);
  }

  private void put(int slot, long bits) {
    LongBuffer memory = (LongBuffer) Block.LANE.getAcquire(lanes, Lanes.SHARED);
    if (memory == null) {
      ByteBuffer shared = retired ? null : block.sharedToRecord();
      if (shared == null) {
        return;
      }
      memory = Block.longs(shared);
    }
    memory.put(first + slot, bits);
    lookSometimes();
  }

  /** What is set can be the same for ever, so it can't say when to look: ticks do. */
  private void lookSometimes() {
    if (Lanes.tick(Thread.currentThread())) {
      block.tally().lookAround();
    }
  }
}
