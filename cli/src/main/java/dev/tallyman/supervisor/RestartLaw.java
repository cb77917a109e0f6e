package dev.tallyman.supervisor;

/**
 * When the dead are restarted, and when the supervisor gives up on them.
 *
 * <p>The wait doubles with every death in a row, from the first to the longest. A process that
 * lived for the steady time starts the row anew.
 *
 * <p>Giving up has two measures: a fleet that never stood is given up soon, because its command is
 * wrong; one that has stood before gets more time, because what it needs may come back.
 *
 * <p>Threading: immutable.
 *
 * @param firstMillis the wait after the first death
 * @param longestMillis no wait is longer
 * @param steadyMillis a process that lived this long was up
 * @param patience deaths in a row; {@link Patience}
 */
public record RestartLaw(
    long firstMillis, long longestMillis, long steadyMillis, Patience patience) {

  /**
   * How many deaths in a row are too many.
   *
   * <p>Threading: immutable.
   *
   * @param atFirst for what never was up
   * @param later for what has been up before
   */
  public record Patience(int atFirst, int later) {}

  /** Gives up after about 4 s of a command that never stood, or 90 s of one that did. */
  public static final RestartLaw STANDARD =
      new RestartLaw(250, 30_000, 10_000, new Patience(5, 10));

  /** How long to wait after so many deaths in a row, from 1. */
  long waitMillis(int deathsInARow) {
    int doublings = Math.min(deathsInARow - 1, Long.numberOfLeadingZeros(firstMillis) - 2);
    return Math.min(longestMillis, firstMillis << doublings);
  }

  /** The deaths in a row at which it ends. */
  int limit(boolean wasUp) {
    return wasUp ? patience.later() : patience.atFirst();
  }
}
