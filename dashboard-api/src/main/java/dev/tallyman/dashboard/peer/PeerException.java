package dev.tallyman.dashboard.peer;

/** A server gave no answer, or none that may be taken. */
public final class PeerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  public enum Reason {
    /** Nobody listens there, or nobody who can be reached. */
    UNREACHABLE,
    /** No answer in time. */
    LATE,
    /** The answer has no end, or is no HTTP. */
    BROKEN_OFF,
    /** The answer is larger than allowed. */
    TOO_LARGE
  }

  private final Reason reason;
  private final String url;

  PeerException(Reason reason, String url) {
    super(reason + ": url=" + url, null, false, false);
    this.reason = reason;
    this.url = url;
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }

  /** Which page was asked for, without its parameters. */
  public String url() {
    return url;
  }
}
