package dev.tallyman.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.zip.Deflater;

/** What each level of compression costs on a page, and how small it makes it. */
final class GzipLevels {
  private static final int PIECE_BYTES = 64 << 10;

  private final byte[] page;
  private final byte[] out = new byte[PIECE_BYTES];

  GzipLevels(byte[] page) {
    this.page = page;
  }

  /** A row of a table for each of the levels. */
  String rows(int... levels) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int level : levels) {
      int[] bytes = new int[1];
      Timing timing = Timing.of(() -> bytes[0] = compress(level));
      rows.append(
          String.format(Locale.ROOT, "| %d | %s | %,d |%n", level, timing.text(), bytes[0] >> 10));
    }
    return rows.toString();
  }

  private int compress(int level) {
    Deflater deflater = new Deflater(level, true);
    try {
      deflater.setInput(page);
      deflater.finish();
      int bytes = 0;
      while (!deflater.finished()) {
        bytes += deflater.deflate(out);
      }
      return bytes;
    } finally {
      deflater.end();
    }
  }
}
