package dev.tallyman.history;

import java.nio.ByteBuffer;

/**
 * Reads what a {@link BitWriter} has written. There is no end: after the last byte come zeros.
 *
 * <p>Threading: one thread at a time.
 */
final class BitReader {
  private final byte[] from;
  private final int start;
  private final int length;
  private long bits;

  /** Reads what remains in the buffer. */
  BitReader(ByteBuffer from) {
    this.from = from.array();
    this.start = from.arrayOffset() + from.position();
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
      int piece = at < length ? from[start + at] & 0xFF : 0;
      value = value << taken | (piece >>> (there - taken) & ((1 << taken) - 1));
      bits += taken;
      left -= taken;
    }
    return value;
  }

  /** How many ones come before the next zero, but no more than the limit. */
  int readOnes(int limit) {
    int ones = 0;
    while (ones < limit && nextBit()) {
      ones++;
    }
    return ones;
  }

  /** By far the most frequent question: most values take one bit. */
  private boolean nextBit() {
    int at = (int) (bits >>> 3);
    int mask = 0x80 >>> (int) (bits & 7);
    bits++;
    return at < length && (from[start + at] & mask) != 0;
  }

  /** Leaves bits out. */
  void skip(long count) {
    bits += count;
  }
}
