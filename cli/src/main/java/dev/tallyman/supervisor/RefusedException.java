package dev.tallyman.supervisor;

/**
 * Says in one line which input can't be used, before anything was started.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: the message is meant for the person who typed the input, and names it.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  public RefusedException(String message) {
    super(message);
  }
}
