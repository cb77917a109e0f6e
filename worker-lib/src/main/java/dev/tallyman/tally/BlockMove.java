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

  /** What goes into {@link #shared} and so must not be copied any more once threads add there. */
  private final List<Block.Carried> first;

  private BlockMove(
      Block block, ByteBuffer shared, List<Block.Carried> carried, List<Block.Carried> first) {
    this.block = block;
    this.shared = shared;
    this.carried = carried;
    this.first = first;
  }

  /**
   * Appends memory for a block to a file.
   *
   * @throws IOException if there is no room; the block stays as it was
   */
  static BlockMove into(TallyFile file, Block block) throws IOException {
    block.sweep();
    boolean summed = block.kind() == TallyLayout.KIND_SUMMED;
    ByteBuffer shared = block.appendLane(file);
    List<LongBuffer> old = block.memory();
    List<Block.Carried> first = new ArrayList<>();
    if (!summed || block.hasSettledMemory()) {
      // Slots that are set are not summed over lanes: what they hold goes straight to lane 0. Of
      // slots that are summed, what nobody adds to any more does: no lane more than before.
      old.stream()
          .skip(Math.max(0, old.size() - 1L))
          .forEach(memory -> first.add(to(memory, shared)));
    }
    List<Block.Carried> carried = new ArrayList<>();
    for (LongBuffer memory : old.subList(0, old.size() - first.size())) {
      carried.add(to(memory, block.appendLane(file)));
    }
    return new BlockMove(block, shared, carried, first);
  }

  private static Block.Carried to(LongBuffer from, ByteBuffer to) {
    return new Block.Carried(from, Block.longs(to));
  }

  /** Copies what was counted so far, before anybody can see it. */
  void copy() {
    first.forEach(Block.Carried::copy);
    carried.forEach(Block.Carried::copy);
  }

  /** Copies what was counted up to now, and sends threads to the new memory. */
  void complete() {
    copy();
    block.moveTo(shared, carried, true);
    block.sweep();
  }
}
