package dev.tallyman.query;

/** A text is no selector; the message says where and why, as Prometheus would. */
final class SelectorException extends Exception {
  private static final long serialVersionUID = 1;

  SelectorException(int place, String what) {
    super("1:" + (place + 1) + ": parse error: " + what);
  }
}
