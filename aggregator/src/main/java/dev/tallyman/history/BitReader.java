package dev.tallyman.history;

import java.nio.ByteBuffer;

/**
 * Reads what a {@link BitWriter} has written. There is no end: after the last byte come zeros.
 *
 * <p>Threading: one thread at a time.
 */
final class BitReader {
  private final ByteBuffer from;
  private final int start;
  private final int length;
  private long bits;

  /** Reads what remains in the buffer. */
  BitReader(ByteBuffer from) {
    this.from = from;
    this.start = from.position();
    this.length = from.remaining();
  }

  /** The next bits as a number. */
  long read(int count) {
    long value = 0;
    int left = count;
    while (left > 0) {
      int there = 8 - (int) (bits & 7);
      int taken = Math.min(there, left);
      int at = (int) (bits >>> 3);
      int piece = at < length ? from.get(start + at) & 0xFF : 0;
      value = value << taken | (piece >>> (there - taken) & ((1 << taken) - 1));
      bits += taken;
      left -= taken;
    }
    return value;
  }

  /** How many ones come before the next zero, but no more than the limit. */
  int readOnes(int limit) {
    int ones = 0;
    while (ones < limit && read(1) == 1) {
      ones++;
    }
    return ones;
  }
}
