package dev.tallyman.agent;

import java.util.HashMap;
import java.util.Map;

/**
 * What stands behind the {@code =} of {@code -javaagent:tallyman-agent.jar=}: {@code key=value},
 * separated by commas.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: none; what makes no sense counts as not said, and the inside complains of it.
 */
record AgentOptions(Map<String, String> asMap) {
  private static final long DELAY_MILLIS = 1_000;
  private static final long INTERVAL_MILLIS = 5_000;

  AgentOptions {
    asMap = Map.copyOf(asMap);
  }

  static AgentOptions parse(String text) {
    Map<String, String> options = new HashMap<>();
    int from = 0;
    while (from < text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      String option = text.substring(from, to).strip();
      int equals = option.indexOf('=');
      if (equals > 0) {
        options.put(option.substring(0, equals).strip(), option.substring(equals + 1).strip());
      } else if (!option.isEmpty()) {
        options.put(option, "");
      }
      from = to + 1;
    }
    return new AgentOptions(options);
  }

  /** How long after the start of the JVM it begins to record. */
  long delayMillis() {
    return millis("delay", DELAY_MILLIS);
  }

  /** How long after a recording it records again. */
  long intervalMillis() {
    return Math.max(10, millis("interval", INTERVAL_MILLIS));
  }

  /** A whole number of seconds, or of milliseconds with {@code ms}. */
  private long millis(String key, long otherwise) {
    String value = asMap.getOrDefault(key, "");
    boolean fine = value.endsWith("ms");
    String digits =
        value.endsWith("s") ? value.substring(0, value.length() - (fine ? 2 : 1)) : value;
    try {
      long number = digits.length() > 9 ? -1 : Long.parseLong(digits);
      return number < 0 ? otherwise : number * (fine ? 1 : 1_000);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
