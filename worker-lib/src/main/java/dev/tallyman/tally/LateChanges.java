package dev.tallyman.tally;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * What threads change in the old memory of a block whose slots are set, after it was copied: a
 * thread can have looked the memory up before, and change it when the machine lets it run again.
 *
 * <p>What was added is added to the new memory too, or a gauge that counts what is under way would
 * be wrong for ever. What was set is set there, unless somebody else has done so meanwhile.
 *
 * <p>Threading: under the tally's lock.
 */
final class LateChanges {
  private final Block block;
  private final LongBuffer old;
  private final ByteBuffer moved;

  /** What the old memory held at the last look. */
  private final long[] seen;

  LateChanges(Block block, LongBuffer old, ByteBuffer moved) {
    this.block = block;
    this.old = old;
    this.moved = moved;
    this.seen = new long[block.slotCount()];
  }

  /** Copies all, before any thread uses the new memory. */
  void copy() {
    for (int slot = 0; slot < seen.length; slot++) {
      seen[slot] = old.get(slot);
      moved.putLong(slot * Long.BYTES, seen[slot]);
    }
  }

  /** Carries over what has changed since the last look. */
  void carryOver() {
    for (int slot = 0; slot < seen.length; slot++) {
      long now = old.get(slot);
      if (now != seen[slot]) {
        carryOver(slot, seen[slot], now);
        seen[slot] = now;
      }
    }
  }

  private void carryOver(int slot, long before, long now) {
    double added = Double.longBitsToDouble(now) - Double.longBitsToDouble(before);
    if (block.isAddedTo(slot) && Double.isFinite(added)) {
      long unused = Block.addAtomically(moved, slot, added);
    } else {
      boolean unused = TallyLayout.LONGS.compareAndSet(moved, slot * Long.BYTES, before, now);
    }
  }
}
