package dev.tallyman.cli;

import dev.tallyman.archive.ArchiveHeldException;
import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;

/**
 * The entry of the processes that {@code up} starts.
 *
 * <p>They find all they need in the environment, so there are no flags to understand: setting up
 * the parser would cost each of them a quarter of its start.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: as {@link Main}.
 */
final class SupervisedMain {
  static final String AGGREGATOR = "aggregator";
  static final String DASHBOARD = "dashboard";

  private SupervisedMain() {}

  /** The role, and for a dashboard worker its host, port and grace time. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    Lifetime lifetime = Lifetime.underASupervisor();
    try {
      return switch (arguments[0]) {
        case AGGREGATOR -> new AggregatorCommand().serve(lifetime);
        case DASHBOARD ->
            DashboardCommand.sharing(arguments[1], arguments[2], arguments[3]).serve(lifetime);
        default -> throw new RefusedException("no such role: " + arguments[0]);
      };
    } catch (RefusedException | ArchiveHeldException e) {
      System.err.println(e.getMessage());
      return Main.EXIT_REFUSED;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return Main.EXIT_FAILED;
    }
  }
}
