package dev.tallyman.agent;

/**
 * What the inside of the agent does when it is told to.
 *
 * <p>Threading: safe for all threads; they take turns.
 *
 * <p>Failure: none; what goes wrong is counted and goes to the agent's log, if there is one.
 */
public interface Recording {
  /** Records all that is there to be recorded now. */
  void record();

  /** The same, at the end of the JVM. */
  void recordLast();
}
