package dev.tallyman.agent.inside;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the agent's options may be. One that is something else counts as not said.
 *
 * <p>Threading: stateless.
 */
final class OptionRules {
  private OptionRules() {}

  /** What is wrong with them, each with its name and its value. */
  static List<String> mistakes(Map<String, String> options) {
    List<String> all = new ArrayList<>();
    new TreeMap<>(options)
        .forEach(
            (name, value) -> {
              String rule = ruleOf(name);
              if (rule.isEmpty()) {
                all.add("unknown option: " + name);
              } else if (!value.matches(rule)) {
                all.add("option makes no sense, and counts as not said: " + name + "=" + value);
              }
            });
    return all;
  }

  private static String ruleOf(String name) {
    return switch (name) {
      case "delay", "interval" -> "\\d{1,9}(s|ms)?";
      case "jvm", "native" -> "on|off";
      case "jmx", "log" -> ".+";
      default -> "";
    };
  }
}
