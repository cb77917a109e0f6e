package dev.tallyman.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The least that a page costs: the bytes before each number are copied, and the number is written.
 */
final class BareText {
  private static final long WHOLE_LIMIT = 10_000_000;

  private final List<byte[]> starts = new ArrayList<>();
  private final double[] values;
  private final byte[] page;
  private final StringBuilder fraction = new StringBuilder();
  private int length;

  /** Takes a page apart. */
  BareText(String text) {
    List<String> lines = text.lines().filter(line -> !line.startsWith("#")).toList();
    values = new double[lines.size()];
    for (String line : lines) {
      int space = line.lastIndexOf(' ');
      values[starts.size()] =
          Double.parseDouble(line.substring(space + 1).replace("Inf", "Infinity"));
      starts.add(line.substring(0, space + 1).getBytes(StandardCharsets.UTF_8));
    }
    page = new byte[2 * text.length()];
  }

  /** Puts it together again, and says how long it is. */
  int write() {
    length = 0;
    for (int i = 0; i < values.length; i++) {
      byte[] start = starts.get(i);
      System.arraycopy(start, 0, page, length, start.length);
      length += start.length;
      write(values[i]);
      page[length++] = '\n';
    }
    return length;
  }

  private void write(double value) {
    long whole = (long) value;
    if (whole == value && whole >= 0 && whole < WHOLE_LIMIT) {
      int end = length + digits(whole);
      length = end;
      do {
        page[--end] = (byte) ('0' + whole % 10);
        whole /= 10;
      } while (whole != 0);
      page[length++] = '.';
      page[length++] = '0';
      return;
    }
    fraction.setLength(0);
    fraction.append(value);
    for (int i = 0; i < fraction.length(); i++) {
      page[length++] = (byte) fraction.charAt(i);
    }
  }

  private static int digits(long value) {
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** How many numbers there are. */
  int size() {
    return values.length;
  }
}
