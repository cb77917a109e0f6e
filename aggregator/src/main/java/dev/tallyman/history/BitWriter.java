package dev.tallyman.history;

import java.util.Arrays;

/**
 * Writes bits one after the other, the highest of a byte first.
 *
 * <p>Threading: one thread at a time.
 */
final class BitWriter {
  private byte[] bytes = new byte[16];
  private long bits;
  private boolean anySet;

  /** Writes the lowest bits of a value, the highest of them first. */
  void write(long value, int count) {
    int needed = (int) ((bits + count + 7) >>> 3);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
    int left = count;
    while (left > 0) {
      int free = 8 - (int) (bits & 7);
      int taken = Math.min(free, left);
      int piece = (int) (value >>> (left - taken)) & ((1 << taken) - 1);
      anySet |= piece != 0;
      bytes[(int) (bits >>> 3)] |= (byte) (piece << (free - taken));
      bits += taken;
      left -= taken;
    }
  }

  /** Writes what another one has written. */
  void append(BitWriter other) {
    long whole = other.bits >>> 3;
    for (int i = 0; i < whole; i++) {
      write(other.bytes[i], Byte.SIZE);
    }
    int rest = (int) (other.bits & 7);
    if (rest > 0) {
      write((other.bytes[(int) whole] & 0xFF) >>> (Byte.SIZE - rest), rest);
    }
  }

  /** How many bits were written. */
  long length() {
    return bits;
  }

  /** Whether a bit was written that is not zero. */
  boolean anySet() {
    return anySet;
  }

  /** What was written, the last byte filled up with zeros. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, (int) ((bits + 7) >>> 3));
  }

  /** Forgets what was written and keeps the memory. */
  void clear() {
    Arrays.fill(bytes, 0, (int) ((bits + 7) >>> 3), (byte) 0);
    bits = 0;
    anySet = false;
  }
}
