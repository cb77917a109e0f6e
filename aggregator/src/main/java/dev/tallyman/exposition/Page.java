package dev.tallyman.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A page's bytes, in a buffer that grows and is meant to be used again for the next page.
 *
 * <p>Threading: one thread at a time; {@link #content()} may be read by many while nobody writes.
 *
 * <p>Failure: a page over 2 GB is an {@link OutOfMemoryError}.
 */
public final class Page extends OutputStream {
  private static final double WHOLE_LIMIT = 0x1p53;

  /** From here on, {@link Double#toString} writes a power of ten. */
  private static final long PLAIN_LIMIT = 10_000_000;

  private static final int LONGEST_NUMBER = 32;

  private byte[] bytes = new byte[1024];
  private int length;
  private final StringBuilder fraction = new StringBuilder(LONGEST_NUMBER);

  /** A view of what has been written so far. */
  public ByteBuffer content() {
    return ByteBuffer.wrap(bytes, 0, length).slice().asReadOnlyBuffer();
  }

  /** How many bytes have been written. */
  public int length() {
    return length;
  }

  /** Copies what has been written to a stream. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  /** Forgets the content and keeps the memory. */
  public void clear() {
    length = 0;
  }

  @Override
  public void write(int b) {
    ensure(1);
    bytes[length++] = (byte) b;
  }

  @Override
  public void write(byte[] source) {
    write(source, 0, source.length);
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, source.length);
    ensure(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /** Appends a part of another page. */
  void write(Page source, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, source.length);
    write(source.bytes, offset, count);
  }

  void writeText(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a label value, or a help text of OpenMetrics. */
  void writeEscaped(String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b == '"') {
        write('\\');
      }
      writeEscaped(b);
    }
  }

  /** Writes a help text of text 0.0.4, where quotes stand as they are. */
  void writeEscapedHelp(String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      writeEscaped(b);
    }
  }

  private void writeEscaped(byte b) {
    if (b == '\\') {
      write('\\');
      write('\\');
    } else if (b == '\n') {
      write('\\');
      write('n');
    } else {
      write(b);
    }
  }

  /** Writes a count. */
  void writeCount(long value) {
    if (value < 0) {
      writeText(Long.toString(value));
      return;
    }
    ensure(LONGEST_NUMBER);
    int end = length + digits(value);
    length = end;
    do {
      bytes[--end] = (byte) ('0' + value % 10);
      value /= 10;
    } while (value != 0);
  }

  /** Writes a time as seconds with three places behind the point. */
  void writeSeconds(long millis) {
    if (millis < 0) {
      write('-');
    }
    writeCount(Math.abs(millis / 1000));
    write('.');
    long rest = Math.abs(millis % 1000);
    write((byte) ('0' + rest / 100));
    write((byte) ('0' + rest / 10 % 10));
    write((byte) ('0' + rest % 10));
  }

  /** Writes a value as {@link Double#toString} has it, but for infinities. */
  void writeValue(double value) {
    long whole = (long) value;
    boolean positive = whole > 0 || Double.doubleToRawLongBits(value) == 0;
    if (whole == value && positive && value < WHOLE_LIMIT) {
      writeWhole(whole);
    } else if (Double.isInfinite(value)) {
      writeText(value > 0 ? "+Inf" : "-Inf");
    } else {
      writeFraction(value);
    }
  }

  private void writeWhole(long value) {
    if (value < PLAIN_LIMIT) {
      writeCount(value);
      write('.');
      write('0');
      return;
    }
    int exponent = digits(value) - 1;
    while (value % 10 == 0) {
      value /= 10;
    }
    int start = length;
    write('.');
    writeCount(value);
    bytes[start] = bytes[start + 1];
    bytes[start + 1] = '.';
    if (value < 10) {
      write('0');
    }
    write('E');
    writeCount(exponent);
  }

  private void writeFraction(double value) {
    // A StringBuilder that is used again takes the digits without a new object.
    fraction.setLength(0);
    fraction.append(value);
    int count = fraction.length();
    ensure(count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) fraction.charAt(i);
    }
  }

  private static int digits(long value) {
    int digits = 1;
    for (long limit = 10; digits < 19 && value >= limit; limit *= 10) {
      digits++;
    }
    return digits;
  }

  /** Takes back what was written after the page had the given length. */
  void truncate(int newLength) {
    length = Objects.checkIndex(newLength, length + 1);
  }

  /** Gives back memory that the content has not needed for long. */
  void trim() {
    if (bytes.length > 1024 && length < bytes.length / 4) {
      bytes = Arrays.copyOf(bytes, Math.max(1024, length));
    }
  }

  private void ensure(int count) {
    if (bytes.length - length < count) {
      grow(count);
    }
  }

  private void grow(int count) {
    long needed = (long) length + count;
    if (needed > Integer.MAX_VALUE - 8) {
      throw new OutOfMemoryError("page too long: length=" + needed);
    }
    long doubled = Math.max(needed, bytes.length * 2L);
    bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, doubled));
  }
}
