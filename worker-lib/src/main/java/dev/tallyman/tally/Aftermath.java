package dev.tallyman.tally;

import java.nio.LongBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left to be done once a block has moved: threads may still be adding to its old memory, so
 * that is looked at again for a while.
 *
 * <p>Threading: under the tally's lock.
 */
final class Aftermath {
  /** Old memory and the memory in the new file that stands for it. */
  record Carried(LongBuffer from, LongBuffer to) {
    void copy() {
      for (int i = 0; i < from.capacity(); i++) {
        to.put(i, from.get(i));
      }
    }
  }

  /** See {@link Sweeps}: an add that was under way for longer than ten seconds is lost. */
  private static final int SWEEPS = 17;

  private List<Carried> moving = List.of();
  private @Nullable LateChanges late;
  private int sweepsLeft;

  /**
   * A block has moved.
   *
   * @param carried what is copied again
   * @param changes of slots that are set, if any
   */
  void begin(List<Carried> carried, @Nullable LateChanges changes) {
    moving = carried;
    late = changes;
    sweepsLeft = carried.isEmpty() && changes == null ? 0 : SWEEPS;
  }

  boolean isUnderWay() {
    return sweepsLeft > 0;
  }

  void sweep() {
    if (sweepsLeft == 0) {
      return;
    }
    moving.forEach(Carried::copy);
    if (late != null) {
      late.carryOver();
    }
    if (--sweepsLeft == 0) {
      moving = List.of();
      late = null;
    }
  }

  /** What is still copied into this memory, or else the memory itself: it holds nothing more. */
  @SuppressWarnings("ReferenceEquality") // memory is itself, whatever is in it
  LongBuffer sourceOf(LongBuffer memory) {
    for (Carried each : moving) {
      if (each.to() == memory) {
        return each.from();
      }
    }
    return memory;
  }
}
