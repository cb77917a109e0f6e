package dev.tallyman.examples.digitalactors;

/** A message gets no answer. */
final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1;

  private final Fault fault;

  NoAnswerException(Fault fault, String detail) {
    super(detail);
    this.fault = fault;
  }

  NoAnswerException(Fault fault, Exception cause) {
    super(cause.getMessage(), cause);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
