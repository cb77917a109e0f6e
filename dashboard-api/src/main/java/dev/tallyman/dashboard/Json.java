package dev.tallyman.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Records to JSON. Loading this class loads Jackson, which takes a good part of a worker's start:
 * nothing on the way to the first answer may touch it.
 *
 * <p>Threading: safe for all threads.
 */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Up to here a double has all whole numbers. */
  private static final double WHOLE_LIMIT = 1L << 53;

  private Json() {}

  /** A document that is too large to be made of records first. */
  interface Document {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not to be written as JSON: type=" + value.getClass(), e);
    }
  }

  /** An empty object, to be filled. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The object that a text is; an empty one if it is none. */
  static ObjectNode objectIn(byte[] text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object ? object : object();
    } catch (IOException e) {
      // Whoever looks for something in it will find that it is not there.
      return object();
    }
  }

  static byte[] write(Document document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(bytes)) {
      document.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can't be written to", e);
    }
    return bytes.toByteArray();
  }

  /** Writes a number; null if it is not known, or beyond what JSON has. */
  static void writeFinite(JsonGenerator json, double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < WHOLE_LIMIT) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }

  /** The same for a record's component. */
  static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Seconds without the noise that a binary fraction would add. */
  static BigDecimal seconds(long millis) {
    BigDecimal exact = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
