package dev.tallyman.tally;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Exemplar;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one series that only grow by adding: counts and sums. Every thread adds to a lane of
 * its own where it has one, and a reader sums the lanes.
 *
 * <p>Threading: safe for all threads, without a lock but for exemplars and a thread's first
 * recordings.
 *
 * <p>Failure: none; recording never throws. What the disk has no room for is counted in heap.
 */
public sealed class SummedSlots permits SketchPage {
  /** Every 256th count looks whether the file is still in its place; a power of two. */
  private static final int LOOK_EVERY = 256;

  private final Block block;
  private final LongBuffer[] lanes;
  private final int first;

  // Lanes without memory are null; the array is handed over once and read with acquire.
  @SuppressWarnings("NullAway")
  SummedSlots(Block block, int first) {
    this.block = block;
    this.lanes = block.lanes();
    this.first = first;
  }

  /** Adds a whole number to a slot that holds one. */
  public void add(int slot, long n) {
    int lane = Lanes.of(Thread.currentThread());
    // A plain put is one aligned 8-byte store. The call that tells anybody of this count can't
    // overtake it, and a VarHandle's opaque store costs 1.3 ns more (decision 0001).
    LongBuffer own = (LongBuffer) Block.LANE.getAcquire(lanes, lane);
    int index = first + slot;
    if (lane == Lanes.SHARED || own == null) {
      long unused = block.add(index, n);
      return;
    }
    long now = own.get(index) + n;
    own.put(index, now);
    // Larger steps, bytes say, could meet a multiple every time.
    if (n == 1 ? (now & (LOOK_EVERY - 1)) == 0 : Looks.isOneInMany(now)) {
      block.tally().lookAround();
    }
  }

  /** Adds to a slot that holds a double. */
  public void add(int slot, double x) {
    int lane = Lanes.of(Thread.currentThread());
    LongBuffer own = (LongBuffer) Block.LANE.getAcquire(lanes, lane);
    int index = first + slot;
    if (lane == Lanes.SHARED || own == null) {
      block.add(index, x);
      return;
    }
    long now = Double.doubleToRawLongBits(Double.longBitsToDouble(own.get(index)) + x);
    own.put(index, now);
    if (Looks.isOneInMany(now)) {
      block.tally().lookAround();
    }
  }

  /**
   * Counts one observation in a bucket's slot and adds it to the sum's slot. For a moment a reader
   * can see one without the other.
   *
   * @return how many the thread's lane had in that bucket before; 0 also if there is no memory
   */
  public long observe(int bucketSlot, int sumSlot, double x) {
    int lane = Lanes.of(Thread.currentThread());
    LongBuffer own = (LongBuffer) Block.LANE.getAcquire(lanes, lane);
    int bucket = first + bucketSlot;
    int sum = first + sumSlot;
    if (lane == Lanes.SHARED || own == null) {
      long before = block.add(bucket, 1L);
      block.add(sum, x);
      return before;
    }
    long before = own.get(bucket);
    own.put(bucket, before + 1);
    own.put(sum, Double.doubleToRawLongBits(Double.longBitsToDouble(own.get(sum)) + x));
    if ((before & (LOOK_EVERY - 1)) == LOOK_EVERY - 1) {
      block.tally().lookAround();
    }
    return before;
  }

  /**
   * Keeps an exemplar in the place of an older one.
   *
   * @param place which of the series' exemplars: a histogram's bucket, from 0
   * @return false if its labels are too long for a file
   */
  public boolean keep(int place, Exemplar exemplar) {
    Tally tally = block.tally();
    return tally.add(catalogue -> catalogue.exemplars().keep(at(place), exemplar));
  }

  /**
   * Keeps an example of what is recorded, unless there is one that is younger than so many
   * milliseconds, or somebody has the tally's lock: there will be another.
   */
  public void sample(int place, Exemplar exemplar, long keptMillis) {
    Tally tally = block.tally();
    tally.ifFree(
        () -> {
          Exemplar last = tally.exemplars().get(at(place));
          long age =
              last == null ? keptMillis : exemplar.timestampMillis() - last.timestampMillis();
          if (age < 0 || age >= keptMillis) {
            boolean unused = keep(place, exemplar);
          }
        });
  }

  /** The exemplar that was kept there last, if any. */
  public @Nullable Exemplar exemplar(int place) {
    Tally tally = block.tally();
    return tally.locked(() -> tally.exemplars().get(at(place)));
  }

  private ExemplarCells.Place at(int place) {
    return new ExemplarCells.Place(block.number(), first, place);
  }

  /** The total of a slot that holds a whole number, as this process sees it. */
  public long total(int slot) {
    return block
        .tally()
        .locked(
            () -> {
              long total = 0;
              for (LongBuffer memory : block.memory()) {
                total += memory.get(first + slot);
              }
              return total;
            });
  }

  /** The total of a slot that holds a double, as this process sees it. */
  public ExactSum sum(int slot) {
    return block
        .tally()
        .locked(
            () -> {
              ExactSum sum = new ExactSum();
              for (LongBuffer memory : block.memory()) {
                sum.add(Double.longBitsToDouble(memory.get(first + slot)));
              }
              return sum;
            });
  }
}
