package dev.tallyman.supervisor;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines, whatever pieces it comes in and whatever its encoding.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: none; a line longer than {@link #LONGEST} comes out in pieces, so that a program that
 * never ends its line can't fill the memory.
 */
final class LineSplitter {
  static final int LONGEST = 64 * 1024;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final Consumer<byte[]> lines;

  /** Lines go to the consumer without their end. */
  LineSplitter(Consumer<byte[]> lines) {
    this.lines = lines;
  }

  void feed(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, start, i - start);
        emit();
        start = i + 1;
      } else if (line.size() + i - start == LONGEST) {
        line.write(bytes, start, i - start);
        emit();
        start = i;
      }
    }
    line.write(bytes, start, length - start);
  }

  /** What came after the last line end, if anything. */
  void end() {
    if (line.size() > 0) {
      emit();
    }
  }

  private void emit() {
    lines.accept(line.toByteArray());
    line.reset();
  }
}
