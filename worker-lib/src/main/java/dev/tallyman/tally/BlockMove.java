package dev.tallyman.tally;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves one block into a file: first all memory is appended, which may fail and then has changed
 * nothing; then what was counted so far is copied; then threads are sent to the new memory. A
 * thread can be between the two at that moment; see {@link Aftermath}.
 *
 * <p>Threading: under the tally's lock.
 */
final class BlockMove {
  private final Block block;
  private final ByteBuffer shared;
  private final List<Aftermath.Carried> carried;

  /**
   * What goes into {@link #shared}, and behind it in the record, and so must not be copied any more
   * once threads add there.
   */
  private final List<Aftermath.Carried> first;

  /** Of slots that are set, which are not summed over lanes: what they hold goes to lane 0. */
  private final @Nullable LateChanges late;

  private BlockMove(
      Block block,
      ByteBuffer shared,
      List<Aftermath.Carried> carried,
      List<Aftermath.Carried> first) {
    this.block = block;
    this.shared = shared;
    this.carried = carried;
    this.first = first;
    boolean set = block.kind() == TallyLayout.KIND_SHARED && block.hasMemory();
    this.late = set ? new LateChanges(block, block.memory().get(0), shared) : null;
  }

  /**
   * Appends memory for a block to a file.
   *
   * @throws IOException if there is no room; the block stays as it was
   */
  static BlockMove into(TallyFile file, Block block) throws IOException {
    block.sweep();
    // What is in a file by now is in the one before this; what was counted in heap is not.
    int all = block.onDisk() ? TallyLayout.CARRIED_ALL : TallyLayout.CARRIED_NOTHING;
    if (block.kind() == TallyLayout.KIND_SHARED) {
      return new BlockMove(block, block.appendLane(file, all), List.of(), List.of());
    }
    List<LongBuffer> old = new ArrayList<>(block.memory());
    List<Aftermath.Carried> first = new ArrayList<>();
    int start = TallyLayout.CARRIED_NOTHING;
    if (block.hasSettledMemory() && block.onDisk()) {
      start = TallyLayout.CARRIED_START;
    }
    ByteBuffer record = block.appendLane(file, start);
    int bytes = block.slotCount() * Long.BYTES;
    ByteBuffer shared = record.slice(0, bytes).order(TallyLayout.ORDER);
    if (block.hasSettledMemory()) {
      // What nobody adds to any more goes straight to lane 0: no lane more than before.
      LongBuffer settled = old.remove(old.size() - 1);
      first.add(to(settled, shared));
      if (start == TallyLayout.CARRIED_START) {
        first.add(to(settled, record.slice(bytes, bytes)));
      }
    }
    List<Aftermath.Carried> carried = new ArrayList<>();
    for (LongBuffer memory : old) {
      carried.add(to(block.sourceOf(memory), block.appendLane(file, all)));
    }
    return new BlockMove(block, shared, carried, first);
  }

  private static Aftermath.Carried to(LongBuffer from, ByteBuffer to) {
    return new Aftermath.Carried(from, Block.longs(to));
  }

  /** Whether what the slots hold is set, and not summed over lanes. */
  boolean isOfSetSlots() {
    return block.kind() == TallyLayout.KIND_SHARED;
  }

  /** Copies what was counted so far, before anybody can see it. */
  void copy() {
    first.forEach(Aftermath.Carried::copy);
    carried.forEach(Aftermath.Carried::copy);
    if (late != null) {
      late.copy();
    }
  }

  /** Copies what was counted up to now, and sends threads to the new memory. */
  void complete() {
    copy();
    block.moveTo(shared, carried, late);
    block.sweep();
  }
}
