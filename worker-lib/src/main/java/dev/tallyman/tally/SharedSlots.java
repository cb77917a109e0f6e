package dev.tallyman.tally;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * The slots of one series that are set: gauges, and flags. All threads share them.
 *
 * <p>Threading: safe for all threads, without a lock; the last set wins.
 *
 * <p>Failure: none; recording never throws. What the disk has no room for is kept in heap. A change
 * that meets the moment in which a wiped directory makes the worker start a new file can be lost.
 */
public final class SharedSlots {
  private final Block block;
  private final LongBuffer[] lanes;
  private final int first;

  // The lane without memory is null; the array is handed over once and read with acquire.
  @SuppressWarnings("NullAway")
  SharedSlots(Block block, int first) {
    this.block = block;
    this.lanes = block.lanes();
    this.first = first;
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
    ByteBuffer memory = block.sharedToRecord();
    if (memory != null) {
      long unused = Block.addAtomically(memory, first + slot, x);
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
        .locked(() -> block.hasMemory() ? block.memory().get(0).get(first + slot) : 0L);
  }

  private void put(int slot, long bits) {
    LongBuffer memory = (LongBuffer) Block.LANE.getAcquire(lanes, Lanes.SHARED);
    if (memory == null) {
      ByteBuffer shared = block.sharedToRecord();
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
