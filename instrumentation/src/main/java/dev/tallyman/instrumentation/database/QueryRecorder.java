package dev.tallyman.instrumentation.database;

/**
 * Who is told of queries and connections; see {@link MeteredDataSource}.
 *
 * <p>Threading: safe for all threads. Failure: none.
 */
public interface QueryRecorder {
  /**
   * A query was answered, or failed.
   *
   * @param operation what it was, {@code select} say, of which there is a limited number
   * @param durationNanos what it took
   */
  void query(String operation, long durationNanos);

  /** A connection was taken. */
  default void connectionTaken() {}

  /** A connection was given back. */
  default void connectionReturned() {}
}
