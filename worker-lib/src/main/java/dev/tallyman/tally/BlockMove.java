package dev.tallyman.tally;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves one block into a file: first all memory is appended, which may fail and then has changed
 * nothing; then what was counted so far is copied; then threads are sent to the new memory. A
 * thread can be between the two at that moment, so summed slots are copied again for a while.
 *
 * <p>Threading: under the tally's lock.
 */
final class BlockMove {
  private final Block block;
  private final ByteBuffer shared;
  private final List<Block.Carried> carried;

  private BlockMove(Block block, ByteBuffer shared, List<Block.Carried> carried) {
    this.block = block;
    this.shared = shared;
    this.carried = carried;
  }

  /**
   * Appends memory for a block to a file.
   *
   * @throws IOException if there is no room; the block stays as it was
   */
  static BlockMove into(TallyFile file, Block block) throws IOException {
    block.sweep();
    ByteBuffer shared = block.appendLane(file);
    List<Block.Carried> carried = new ArrayList<>();
    for (LongBuffer old : block.memory()) {
      // Slots that are set are not summed over lanes: what they hold goes straight to lane 0.
      boolean summed = block.kind() == TallyLayout.KIND_SUMMED;
      ByteBuffer to = summed ? block.appendLane(file) : shared;
      carried.add(new Block.Carried(old, Block.longs(to)));
    }
    return new BlockMove(block, shared, carried);
  }

  /** Copies what was counted so far, before anybody can see it. */
  void copy() {
    carried.forEach(Block.Carried::copy);
  }

  /** Copies what was counted up to now, and sends threads to the new memory. */
  void complete() {
    copy();
    boolean summed = block.kind() == TallyLayout.KIND_SUMMED;
    block.moveTo(shared, summed ? carried : List.of(), true);
    block.sweep();
  }
}
