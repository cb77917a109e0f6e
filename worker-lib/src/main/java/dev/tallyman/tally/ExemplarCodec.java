package dev.tallyman.tally;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one copy of an exemplar in its cell.
 *
 * <p>Every copy says which number it has, and has a checksum over all of it; so of the two in a
 * cell the one that a kill, or a reader, met half written is told from the other.
 *
 * <p>Threading: stateless.
 */
final class ExemplarCodec {
  private static final int NUMBER_AT = 0;
  private static final int VALUE_AT = NUMBER_AT + Long.BYTES;
  private static final int TIME_AT = VALUE_AT + Long.BYTES;
  private static final int LENGTH_AT = TIME_AT + Long.BYTES;
  private static final int CHECKSUM_AT = LENGTH_AT + Integer.BYTES;
  private static final int LABELS_AT = CHECKSUM_AT + Integer.BYTES;

  private ExemplarCodec() {}

  /** A copy with its number; null if its labels take too many bytes. */
  static byte @Nullable [] encode(long number, Exemplar exemplar) {
    ByteBuffer copy =
        ByteBuffer.allocate(TallyLayout.EXEMPLAR_COPY_LENGTH).order(TallyLayout.ORDER);
    copy.position(LABELS_AT);
    Labels labels = exemplar.labels();
    for (int i = 0; i < labels.names().size(); i++) {
      if (!put(copy, labels.names().get(i)) || !put(copy, labels.values().get(i))) {
        return null;
      }
    }
    copy.putInt(LENGTH_AT, copy.position() - LABELS_AT);
    copy.putLong(NUMBER_AT, number);
    copy.putLong(VALUE_AT, Double.doubleToRawLongBits(exemplar.value()));
    copy.putLong(TIME_AT, exemplar.timestampMillis());
    copy.putInt(CHECKSUM_AT, checksum(copy, copy.position() - LABELS_AT));
    return copy.array();
  }

  private static boolean put(ByteBuffer copy, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0xff || copy.remaining() < 1 + bytes.length) {
      return false;
    }
    copy.put((byte) bytes.length).put(bytes);
    return true;
  }

  static long number(ByteBuffer copy) {
    return copy.getLong(NUMBER_AT);
  }

  /** What a whole copy says; null if it is empty or half written. */
  static @Nullable Exemplar decode(ByteBuffer copy) {
    int length = copy.getInt(LENGTH_AT);
    if (number(copy) == 0
        || length < 0
        || length > TallyLayout.EXEMPLAR_COPY_LENGTH - LABELS_AT
        || copy.getInt(CHECKSUM_AT) != checksum(copy, length)) {
      return null;
    }
    ByteBuffer in = copy.slice(LABELS_AT, length);
    List<String> texts = new ArrayList<>();
    while (in.remaining() > 0) {
      int bytes = Byte.toUnsignedInt(in.get());
      if (bytes > in.remaining()) {
        return null;
      }
      byte[] text = new byte[bytes];
      in.get(text);
      texts.add(new String(text, StandardCharsets.UTF_8));
    }
    return exemplar(copy, texts);
  }

  private static @Nullable Exemplar exemplar(ByteBuffer copy, List<String> texts) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      (i % 2 == 0 ? names : values).add(texts.get(i));
    }
    try {
      return new Exemplar(
          Double.longBitsToDouble(copy.getLong(VALUE_AT)),
          new Labels(names, values),
          copy.getLong(TIME_AT));
    } catch (IllegalArgumentException e) {
      return null; // another writer's labels, and none that a page can have
    }
  }

  private static int checksum(ByteBuffer copy, int length) {
    CRC32 crc = new CRC32();
    crc.update(copy.slice(0, CHECKSUM_AT));
    crc.update(copy.slice(LABELS_AT, length));
    return (int) crc.getValue();
  }
}
