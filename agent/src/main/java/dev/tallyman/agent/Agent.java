package dev.tallyman.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The entry of {@code -javaagent:tallyman-agent.jar}: brings the metrics that an application has
 * already, and those of its JVM, into a tally file.
 *
 * <p>A JVM that can't read an agent's class does not start. So this one, and {@link Refusal}, are
 * compiled for Java 8, and name no other class of ours until it is known that the JVM can read
 * them.
 *
 * <p>Threading: called by the JVM, before the application's {@code main}, once for each time that
 * the agent is given.
 *
 * <p>Failure: none that the application could notice; it opens no port and prints nothing.
 */
public final class Agent {
  private static final String ENABLED = "PROMETHEUS_METRICS_ENABLED";
  private static final int OLDEST_JAVA = 17;

  /** The options of the agent that records, once there is one. */
  private static @Nullable String first;

  private Agent() {}

  /** Starts the agent in a thread of its own, if metrics are on. */
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    try {
      String enabled = System.getenv(ENABLED);
      if (enabled != null && isYes(enabled)) {
        begin(options == null ? "" : options, instrumentation);
      }
    } catch (Throwable e) {
      // What is thrown here would end the JVM, and what is printed would be in its output.
      lastFailure = e.toString();
    }
  }

  /** For a debugger: why the agent does nothing. */
  static volatile String lastFailure = "";

  private static synchronized void begin(String options, Instrumentation instrumentation)
      throws ReflectiveOperationException, IOException {
    String java = System.getProperty("java.specification.version", "0");
    if (java.startsWith("1.") || Integer.parseInt(java) < OLDEST_JAVA) {
      Refusal.say(options, "nothing is recorded: the JVM is of Java " + java + ", not 17 or newer");
      return;
    }
    String started = first;
    if (started != null) {
      // Two of them would count everything twice.
      Refusal.say(
          started + "," + options,
          "the agent is given twice and records once, with these options: \"" + started + "\"");
      return;
    }
    first = options;
    Class.forName("dev.tallyman.agent.Caretaker")
        .getDeclaredMethod("start", String.class, Instrumentation.class)
        .invoke(null, options, instrumentation);
  }

  private static boolean isYes(String value) {
    String said = value.trim().toLowerCase(Locale.ROOT);
    return said.equals("true") || said.equals("1") || said.equals("yes") || said.equals("on");
  }
}
