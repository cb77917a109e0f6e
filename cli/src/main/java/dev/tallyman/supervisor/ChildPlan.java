package dev.tallyman.supervisor;

import java.util.List;
import java.util.Map;

/**
 * One process to keep running.
 *
 * <p>Threading: immutable.
 *
 * @param name what its output is prefixed with, {@code worker-1} say
 * @param command the program and its arguments
 * @param environment what is added to the supervisor's own environment
 * @param kin whose program it is
 */
public record ChildPlan(
    String name, List<String> command, Map<String, String> environment, Kin kin) {

  /** What a line on the standard output of one of our own programs starts with once it serves. */
  public static final String READY = "listening on ";

  /** Whose program a child runs, which decides what can be asked of it. */
  public enum Kin {
    /**
     * One of our own verbs: it holds a {@link Lifeline}, and says {@link ChildPlan#READY} when it
     * serves.
     */
    OURS,
    /**
     * The same, but its standard input is the socket that all workers accept from, see {@link
     * SharedListener}: it watches its parent instead of holding a lifeline.
     */
    OURS_LISTENING,
    /** Any command: its input is empty, and it counts as ready once it has lived for a moment. */
    THEIRS;

    /** Whether it says that it serves. */
    boolean saysReady() {
      return this != THEIRS;
    }
  }

  public ChildPlan {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
