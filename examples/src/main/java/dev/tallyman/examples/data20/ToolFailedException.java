package dev.tallyman.examples.data20;

/** A tool can't do what it was asked for. */
final class ToolFailedException extends Exception {
  private static final long serialVersionUID = 1;

  ToolFailedException(String reason) {
    super(reason);
  }
}
