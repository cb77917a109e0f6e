package dev.tallyman.supervisor;

/**
 * How long things may take.
 *
 * <p>Threading: immutable.
 *
 * @param graceMillis from SIGTERM to SIGKILL
 * @param settleMillis how long a foreign command must live to count as ready
 * @param readyMillis how long a rolling restart waits for a replacement to be ready
 * @param restarts what happens to those that die
 */
public record Timings(long graceMillis, long settleMillis, long readyMillis, RestartLaw restarts) {

  /** What {@code up} uses, with the grace time that the user asked for. */
  public static Timings withGrace(long graceMillis) {
    return new Timings(graceMillis, 1_000, 60_000, RestartLaw.STANDARD);
  }
}
