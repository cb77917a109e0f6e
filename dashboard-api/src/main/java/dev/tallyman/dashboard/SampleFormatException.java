package dev.tallyman.dashboard;

/** A page is not in Prometheus' text format; the message says where and why. */
final class SampleFormatException extends Exception {
  private static final long serialVersionUID = 1;

  SampleFormatException(String message) {
    super(message);
  }
}
