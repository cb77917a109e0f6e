package dev.tallyman.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The keys of the store's tables. Numbers stand with their highest byte first, so that LMDB's order
 * is that of the numbers.
 *
 * <pre>
 *   BLOCKS   block 8
 *   TICKS    block 8 | tick 2
 *   ROWS     block 8 | tick 2 | name
 *   PARTS    block 8 | name | 0 | part 2
 * </pre>
 *
 * <p>Threading: stateless.
 */
final class Keys {
  /** LMDB allows 511 bytes for a key. */
  private static final int NAME_BYTES_LIMIT = 480;

  private static final int TICK_KEY_BYTES = Long.BYTES + Short.BYTES;

  private Keys() {}

  /** Whether a metric's name has room in a key. */
  static boolean hasRoomFor(String name) {
    return name.getBytes(UTF_8).length <= NAME_BYTES_LIMIT;
  }

  static byte[] block(long block) {
    return ByteBuffer.allocate(Long.BYTES).putLong(block).array();
  }

  static byte[] tick(long block, int tick) {
    return ByteBuffer.allocate(TICK_KEY_BYTES).putLong(block).putShort((short) tick).array();
  }

  static byte[] row(long block, int tick, byte[] name) {
    return ByteBuffer.allocate(TICK_KEY_BYTES + name.length)
        .putLong(block)
        .putShort((short) tick)
        .put(name)
        .array();
  }

  static byte[] part(long block, byte[] name, int part) {
    return ByteBuffer.allocate(Long.BYTES + name.length + 1 + Short.BYTES)
        .putLong(block)
        .put(name)
        .put((byte) 0)
        .putShort((short) part)
        .array();
  }

  static long blockOf(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }

  static int tickOf(byte[] key) {
    return ByteBuffer.wrap(key).getShort(Long.BYTES);
  }

  static byte[] nameOfRow(byte[] key) {
    return Arrays.copyOfRange(key, TICK_KEY_BYTES, key.length);
  }

  static byte[] nameOfPart(byte[] key) {
    return Arrays.copyOfRange(key, Long.BYTES, key.length - 1 - Short.BYTES);
  }

  /** Whether a key begins with another one. */
  static boolean beginsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
