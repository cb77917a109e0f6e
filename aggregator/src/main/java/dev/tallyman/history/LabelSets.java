package dev.tallyman.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallyman.model.Labels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The labels of many series in few bytes: they repeat one another, so they are deflated together.
 *
 * <p>Threading: stateless.
 */
final class LabelSets {
  private LabelSets() {}

  static byte[] deflated(List<Labels> sets) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      out.writeInt(sets.size());
      for (Labels set : sets) {
        writeTexts(set.names(), out);
        writeTexts(set.values(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can't fail", e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /**
   * The labels that were deflated.
   *
   * @throws BadEntryException if these are not such bytes
   */
  static List<Labels> inflated(ByteBuffer from) {
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
      int count = in.readInt();
      List<Labels> sets = new ArrayList<>();
      List<String> names = List.of();
      for (int i = 0; i < count; i++) {
        List<String> own = readTexts(in);
        // One list for all series that have the same names.
        names = own.equals(names) ? names : own;
        sets.add(new Labels(names, readTexts(in)));
      }
      return sets;
    } catch (IOException | IllegalArgumentException e) {
      throw new BadEntryException("bad labels: " + e.getMessage());
    }
  }

  private static void writeTexts(List<String> texts, DataOutputStream out) throws IOException {
    out.writeShort(texts.size());
    for (String text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    String[] texts = new String[in.readUnsignedShort()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = new String(in.readNBytes(in.readInt()), UTF_8);
    }
    return List.of(texts);
  }
}
