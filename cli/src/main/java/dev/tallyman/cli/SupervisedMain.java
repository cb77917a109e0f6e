package dev.tallyman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallyman.owner.HeldException;
import dev.tallyman.supervisor.RefusedException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;

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

  /** The role, and for a dashboard worker its host, port and grace time, and its supervisor. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static Lifetime lifetime(long supervisor) throws IOException {
    if (System.inheritedChannel() == null) {
      return Lifetime.underASupervisor();
    }
    // When an inherited channel is closed, the JDK leads these descriptors nowhere, as inetd wants
    // it. What a worker says while it drains must still be heard.
    System.setOut(new PrintStream(new FileOutputStream("/proc/self/fd/1"), true, UTF_8));
    System.setErr(new PrintStream(new FileOutputStream("/proc/self/fd/2"), true, UTF_8));
    return Lifetime.accepting(supervisor);
  }

  private static int run(String[] arguments) {
    try {
      return switch (arguments[0]) {
        case AGGREGATOR -> new AggregatorCommand().serve(Lifetime.underASupervisor());
        case DASHBOARD ->
            DashboardCommand.sharing(arguments[1], arguments[2], arguments[3])
                .serve(lifetime(Long.parseLong(arguments[4])));
        default -> throw new RefusedException("no such role: " + arguments[0]);
      };
    } catch (RefusedException | HeldException e) {
      System.err.println(e.getMessage());
      return Main.EXIT_REFUSED;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return Main.EXIT_FAILED;
    }
  }
}
