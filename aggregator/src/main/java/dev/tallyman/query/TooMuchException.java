package dev.tallyman.query;

/** An answer would be too large. */
final class TooMuchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooMuchException(String what, int limit) {
    super("query would give too many " + what + ", the limit is " + limit);
  }
}
