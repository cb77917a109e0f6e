package dev.tallyman.cli;

import dev.tallyman.supervisor.ChildPlan;
import dev.tallyman.supervisor.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the workers of a fleet run.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: {@link RefusedException} for what would fail once started.
 */
interface WorkerProgram {
  /** Whose program it is. */
  ChildPlan.Kin kin();

  /**
   * The program and its arguments.
   *
   * @param environment this process's own
   * @param graceMillis how long a worker may take to end
   */
  List<String> command(Map<String, String> environment, long graceMillis) throws RefusedException;

  /** What is added to the workers' environment. */
  default Map<String, String> settings() throws RefusedException {
    return Map.of();
  }

  /** Whether they can all accept from one socket of their supervisor. */
  default boolean acceptsFromOneSocket() {
    return false;
  }

  /** Where all of them listen; empty if that is their own affair. */
  Optional<Service> service();

  /** Finds out whether it can be started. */
  void check(Map<String, String> environment) throws RefusedException;

  /** What runs beside the workers and is no worker. */
  default List<ChildPlan> companions(Map<String, String> environment) throws RefusedException {
    return List.of();
  }

  /**
   * What workers offer together; they answer {@code /health}.
   *
   * @param label what it is, in a word
   * @param listener where it is
   */
  record Service(String label, Fleet.Listener listener) {}
}
