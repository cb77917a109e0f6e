package dev.tallyman.history;

/** An entry of the store is not what was put there. */
final class BadEntryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadEntryException(String what) {
    super(what);
  }
}
