package dev.tallyman.query;

/** A question that can't be answered; the message is for whoever asked. */
final class QueryException extends Exception {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What is wrong, in Prometheus' words. */
  enum Kind {
    BAD_DATA(400, "bad_data"),
    EXECUTION(422, "execution"),
    INTERNAL(500, "internal"),
    UNAVAILABLE(503, "unavailable");

    private final int status;
    private final String word;

    Kind(int status, String word) {
      this.status = status;
      this.word = word;
    }

    int status() {
      return status;
    }

    String word() {
      return word;
    }
  }

  QueryException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  static QueryException badParameter(String name, String what) {
    return new QueryException(Kind.BAD_DATA, "invalid parameter \"" + name + "\": " + what);
  }

  Kind kind() {
    return kind;
  }
}
