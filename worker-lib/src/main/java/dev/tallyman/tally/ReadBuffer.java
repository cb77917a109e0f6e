package dev.tallyman.tally;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;

/**
 * Where a thread reads files to, one after the other: of its own for each of them, ten thousand
 * files would take 640 MB and wait for the collector to get them back.
 *
 * <p>Threading: one for each thread; what was read is gone when the thread reads again.
 */
final class ReadBuffer {
  static final int BYTES = 64 << 10;
  private static final int LONGS = BYTES / Long.BYTES;
  private static final ThreadLocal<ReadBuffer> BUFFERS = ThreadLocal.withInitial(ReadBuffer::new);

  private final ByteBuffer usual = newBuffer(BYTES);
  private final LongBuffer longs = usual.asLongBuffer();
  private ByteBuffer bytes = usual;

  private ReadBuffer() {}

  static ReadBuffer ofThisThread() {
    return BUFFERS.get();
  }

  /** What was read last; to be read by index. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Reads so many bytes; false if the file is too short. */
  boolean read(FileChannel channel, long position, int length) throws IOException {
    bytes = length <= BYTES ? usual : newBuffer(TallyLayout.aligned(length, BYTES));
    bytes.clear().limit(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        bytes.clear();
        return false;
      }
    }
    bytes.clear();
    return true;
  }

  /** Reads all the numbers that the array has room for; false if the file is too short. */
  boolean read(FileChannel channel, long position, long[] to) throws IOException {
    for (int done = 0; done < to.length; done += LONGS) {
      int count = Math.min(to.length - done, LONGS);
      if (!read(channel, position + (long) done * Long.BYTES, count * Long.BYTES)) {
        return false;
      }
      longs.clear().get(to, done, count);
    }
    return true;
  }

  /** Memory and file positions agree modulo 8, or a slot could be read half old, half new. */
  private static ByteBuffer newBuffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes + Long.BYTES)
        .alignedSlice(Long.BYTES)
        .order(TallyLayout.ORDER);
  }
}
