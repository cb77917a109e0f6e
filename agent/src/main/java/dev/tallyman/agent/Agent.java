package dev.tallyman.agent;

import java.lang.instrument.Instrumentation;
import java.util.Locale;

/**
 * The entry of {@code -javaagent:tallyman-agent.jar}: brings the metrics that an application has
 * already, and those of its JVM, into a tally file.
 *
 * <p>Threading: called once by the JVM, before the application's {@code main}.
 *
 * <p>Failure: none that the application could notice; it opens no port and prints nothing.
 */
public final class Agent {
  private static final String ENABLED = "PROMETHEUS_METRICS_ENABLED";

  private Agent() {}

  /** Starts the agent in a thread of its own, if metrics are on. */
  public static void premain(String options, Instrumentation instrumentation) {
    try {
      String enabled = System.getenv(ENABLED);
      if (enabled != null && isYes(enabled)) {
        Caretaker.start(options == null ? "" : options, instrumentation);
      }
    } catch (Throwable e) {
      // What is thrown here would end the JVM, and what is printed would be in its output.
      lastFailure = e.toString();
    }
  }

  /** For a debugger: why the agent does nothing. */
  static volatile String lastFailure = "";

  private static boolean isYes(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      default -> false;
    };
  }
}
