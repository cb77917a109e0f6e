package dev.tallyman.tally;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives blocks their memory when something is first recorded into them: in the tally file, or in
 * heap where there is none or the disk has no room.
 *
 * <p>Threading: safe for all threads; what gives memory happens under the tally's lock.
 */
final class Allotment {
  private final Tally tally;
  private final Attempts heap;

  /** The rest of the file is for series; threads without a lane can share, series can't. */
  private volatile boolean lanesAreShort;

  Allotment(Tally tally, LongSupplier nanoTime) {
    this.tally = tally;
    this.heap = new Attempts("no direct memory for metrics, dropping recordings", nanoTime);
  }

  /** Memory for all threads; null, for a while after it was asked for in vain, if there is none. */
  @Nullable ByteBuffer shared(Block block) {
    if (!tally.mayTry() && !heap.allowed()) {
      return block.shared();
    }
    return tally.locked(
        () -> {
          if (!block.hasMemory()) {
            tally.tryPublish();
          }
          if (!block.hasMemory() && heap.allowed()) {
            heap.run(() -> block.giveShared(block.heapMemory(), false));
          }
          return block.shared();
        });
  }

  /** Memory for a thread's own lane; null when the thread has to share. */
  @Nullable LongBuffer lane(Block block, int lane) {
    boolean inFile = tally.wantsFile();
    boolean worthIt = inFile ? !lanesAreShort && tally.mayTry() : heap.allowed();
    if (!worthIt || (!block.hasMemory() && shared(block) == null)) {
      return null;
    }
    return tally.locked(
        () -> {
          if (inFile) {
            tally.tryInFile(file -> append(block, lane, file));
          } else if (heap.allowed()) {
            heap.run(() -> block.giveLane(lane, Block.longs(block.heapMemory())));
          }
          return block.lanes()[lane];
        });
  }

  private void append(Block block, int lane, TallyFile file) throws IOException {
    if (block.lanes()[lane] != null || block.reuseLane(lane)) {
      return;
    }
    if (file.isHalfFull()) {
      lanesAreShort = true;
      return;
    }
    ByteBuffer memory = block.appendLane(file, TallyLayout.CARRIED_NOTHING);
    file.commit();
    block.giveLane(lane, Block.longs(memory));
  }
}
