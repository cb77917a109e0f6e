package dev.tallyman.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Writes JSON with numbers as Prometheus writes them.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a {@link TooMuchException} when it becomes too long.
 */
final class Json {
  static final int BYTES_LIMIT = 32 << 20;

  private static final int PIECE_CHARS = 8 * 1024;
  private static final double LEAST_PLAIN = 1e-6;
  private static final double LEAST_EXPONENTIAL = 1e21;
  private static final double WHOLE_LIMIT = 0x1p53;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StringBuilder piece = new StringBuilder(PIECE_CHARS * 2);

  /** Writes what is JSON already. */
  Json raw(String text) {
    piece.append(text);
    if (piece.length() > PIECE_CHARS) {
      flush();
    }
    return this;
  }

  Json text(String text) {
    piece.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        piece.append('\\').append(c);
      } else if (c < ' ') {
        piece.append("\\u%04x".formatted((int) c));
      } else {
        piece.append(c);
      }
    }
    return raw("\"");
  }

  /** Labels as an object. */
  Json labels(Map<String, String> labels) {
    String before = "{";
    for (Map.Entry<String, String> label : labels.entrySet()) {
      raw(before).text(label.getKey()).raw(":").text(label.getValue());
      before = ",";
    }
    return raw(labels.isEmpty() ? "{}" : "}");
  }

  /** A moment and a value. */
  Json point(long millis, double value) {
    raw("[");
    moment(millis);
    raw(",\"");
    value(value);
    return raw("\"]");
  }

  private void moment(long millis) {
    long fraction = Math.abs(millis % 1_000);
    piece.append(millis < 0 && millis > -1_000 ? "-" : "").append(millis / 1_000);
    if (fraction != 0) {
      piece.append('.').append((char) ('0' + fraction / 100));
      piece.append((char) ('0' + fraction / 10 % 10)).append((char) ('0' + fraction % 10));
    }
  }

  private void value(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      piece.append("NaN");
    } else if (Double.isInfinite(value)) {
      piece.append(value > 0 ? "+Inf" : "-Inf");
    } else if (size == 0) {
      piece.append(1 / value < 0 ? "-0" : "0");
    } else if (size < WHOLE_LIMIT && value == (long) value) {
      piece.append((long) value);
    } else if (size >= LEAST_PLAIN && size < LEAST_EXPONENTIAL) {
      piece.append(new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString());
    } else {
      exponential(Double.toString(value));
    }
  }

  /** From Java's form to Go's: {@code 1.0E-7} is {@code 1e-07}. */
  private void exponential(String text) {
    int e = text.indexOf('E');
    String digits = text.substring(0, e);
    int exponent = Integer.parseInt(text.substring(e + 1));
    piece.append(digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits);
    piece.append(exponent < 0 ? "e-" : "e+");
    piece.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent));
  }

  private void flush() {
    if (bytes.size() + piece.length() > BYTES_LIMIT) {
      throw new TooMuchException("bytes", BYTES_LIMIT);
    }
    bytes.writeBytes(piece.toString().getBytes(UTF_8));
    piece.setLength(0);
  }

  /** All that was written. */
  byte[] toBytes() {
    flush();
    return bytes.toByteArray();
  }
}
