package dev.tallyman.history;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands in the store, with a checksum before it: LMDB has none.
 *
 * <p>Threading: stateless.
 */
final class Checked {
  private static final int HEAD_BYTES = Integer.BYTES;

  private Checked() {}

  /** What to store: the checksum, numbers, and pieces of bytes. */
  static byte[] seal(int[] numbers, byte[]... pieces) {
    int length = HEAD_BYTES + numbers.length * Integer.BYTES;
    for (byte[] piece : pieces) {
      length += piece.length;
    }
    byte[] sealed = new byte[length];
    ByteBuffer to = ByteBuffer.wrap(sealed).position(HEAD_BYTES);
    for (int number : numbers) {
      to.putInt(number);
    }
    for (byte[] piece : pieces) {
      to.put(piece);
    }
    to.putInt(0, checksum(sealed));
    return sealed;
  }

  /**
   * What was stored.
   *
   * @throws BadEntryException if it is not what was stored
   */
  static ByteBuffer open(byte[] stored) {
    ByteBuffer from = ByteBuffer.wrap(stored);
    if (stored.length < HEAD_BYTES || from.getInt() != checksum(stored)) {
      throw new BadEntryException("bad checksum: bytes=" + stored.length);
    }
    return from;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
    return (int) crc.getValue();
  }
}
