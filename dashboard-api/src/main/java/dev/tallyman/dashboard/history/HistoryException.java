package dev.tallyman.dashboard.history;

/** The past can't be told; the message is for those who asked, and names the source. */
public final class HistoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  public enum Reason {
    /** The source keeps no history. */
    NONE,
    /** The source can't be reached, or its answer is of no use. */
    BAD_SOURCE,
    /** The source did not answer in time. */
    LATE,
    /** More than can be taken: less has to be asked for. */
    TOO_MUCH,
    /** The source does not understand the question: a regular expression that is none, say. */
    REFUSED
  }

  private final Reason reason;
  private final String source;

  HistoryException(Reason reason, String detail, String source) {
    super(detail + ": " + source, null, false, false);
    this.reason = reason;
    this.source = source;
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }

  /** Where the history was looked for. */
  public String source() {
    return source;
  }
}
