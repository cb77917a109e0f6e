package dev.tallyman.tally;

import java.nio.file.Path;

/**
 * A file that can't be taken for a tally file, or not for a sound one. The message names the file,
 * the place and the value.
 */
public final class TallyFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of fault it is; the lower-case names are label values of our own metrics. */
  public enum Reason {
    /** It does not begin as a tally file does. */
    NOT_A_TALLY_FILE,
    /** A later program wrote it. */
    UNKNOWN_VERSION,
    /** It was cut short, overwritten or never finished. */
    DAMAGED,
    /** It is larger than a reader is willing to look at. */
    TOO_LARGE,
    /** It is a link, a pipe, a directory, or has several names. */
    NOT_A_REGULAR_FILE
  }

  private final Reason reason;

  TallyFormatException(Reason reason, Path file, String what) {
    super(what + ", file=" + file);
    this.reason = reason;
  }

  /** What kind of fault it is. */
  public Reason reason() {
    return reason;
  }
}
