package dev.tallyman.tally;

import dev.tallyman.tally.TallyFormatException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A version of the file format. A reader understands every file of its own major version; what a
 * later minor version has added it passes over.
 *
 * <p>Threading: immutable.
 */
public record FormatVersion(int major, int minor) implements Comparable<FormatVersion> {
  /** What this release writes. */
  public static final FormatVersion CURRENT =
      new FormatVersion(TallyLayout.MAJOR, TallyLayout.MINOR);

  private static final Comparator<FormatVersion> BY_AGE =
      Comparator.comparingInt(FormatVersion::major).thenComparingInt(FormatVersion::minor);

  /**
   * Looks which version a file is of; also of a major version that nothing else of it can be read
   * of.
   *
   * @throws TallyFormatException if it is no tally file
   * @throws IOException if it can't be read, or if this process writes it
   */
  public static FormatVersion of(Path file) throws IOException, TallyFormatException {
    try (Intake.Opened opened = Intake.open(file)) {
      ReadBuffer buffer = ReadBuffer.ofThisThread();
      if (!buffer.read(opened.channel(), 0, TallyLayout.HEADER_LENGTH_AT)) {
        throw new TallyFormatException(Reason.DAMAGED, file, "shorter than a header");
      }
      ByteBuffer bytes = buffer.bytes();
      if (bytes.getLong(TallyLayout.MAGIC_AT) != TallyLayout.MAGIC) {
        throw new TallyFormatException(Reason.NOT_A_TALLY_FILE, file, "magic");
      }
      return new FormatVersion(
          Short.toUnsignedInt(bytes.getShort(TallyLayout.MAJOR_AT)),
          Short.toUnsignedInt(bytes.getShort(TallyLayout.MINOR_AT)));
    }
  }

  /** The older one first. */
  @Override
  public int compareTo(FormatVersion other) {
    return BY_AGE.compare(this, other);
  }

  /** For example {@code 1.1}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
