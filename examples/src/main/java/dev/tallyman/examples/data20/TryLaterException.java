package dev.tallyman.examples.data20;

/** What a task wanted can't be had now, but soon perhaps. */
final class TryLaterException extends Exception {
  private static final long serialVersionUID = 1;

  TryLaterException(String reason) {
    super(reason);
  }
}
