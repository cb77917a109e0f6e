package dev.tallyman.scan;

import dev.tallyman.tally.TallyFormatException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A file that could not be read, and why.
 *
 * <p>Threading: immutable.
 *
 * @param path the file
 * @param reason the kind of fault, one of {@link #REASONS}
 * @param message what exactly is wrong
 */
public record SkippedFile(Path path, String reason, String message) {
  /** Another file of the same worker is counted already. */
  static final String DUPLICATE = "duplicate";

  /** It goes on although its worker's counts have been kept as those of a dead one. */
  static final String HELD = "held";

  /** The operating system does not let us read it. */
  static final String UNREADABLE = "unreadable";

  /** There are more files than one scan looks at. */
  static final String TOO_MANY = "too_many";

  /** All reasons that there are. */
  public static final List<String> REASONS =
      Stream.concat(
              Arrays.stream(TallyFormatException.Reason.values()).map(SkippedFile::label),
              Stream.of(DUPLICATE, HELD, UNREADABLE, TOO_MANY))
          .toList();

  static String label(TallyFormatException.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
