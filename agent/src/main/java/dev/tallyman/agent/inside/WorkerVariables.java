package dev.tallyman.agent.inside;

import dev.tallyman.metrics.MetricsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of every worker, as the agent reads them. Most who use it see its failures on the
 * page alone, so one that makes no sense ends no recording if it can be done without.
 *
 * <p>Threading: immutable.
 *
 * @param config how to record
 * @param mistakes what is wrong with the variables
 */
record WorkerVariables(MetricsConfig config, List<String> mistakes) {
  private static final List<String> CAN_BE_DONE_WITHOUT =
      List.of(MetricsConfig.MAX_SERIES, MetricsConfig.WORKER_NAME);

  WorkerVariables {
    mistakes = List.copyOf(mistakes);
  }

  static WorkerVariables of(Map<String, String> environment) {
    Map<String, String> good = new HashMap<>(environment);
    List<String> mistakes = new ArrayList<>();
    for (String name : CAN_BE_DONE_WITHOUT) {
      try {
        MetricsConfig.fromEnvironment(Map.of(name, environment.getOrDefault(name, "")));
      } catch (IllegalArgumentException e) {
        good.remove(name);
        mistakes.add("variable counts as not set: " + e.getMessage());
      }
    }
    return new WorkerVariables(config(good, mistakes), mistakes);
  }

  private static MetricsConfig config(Map<String, String> environment, List<String> mistakes) {
    try {
      return MetricsConfig.fromEnvironment(environment);
    } catch (IllegalArgumentException e) {
      mistakes.add("metrics are off: " + e.getMessage());
      return new MetricsConfig(false, Path.of(""), "", MetricsConfig.DEFAULT_MAX_SERIES);
    }
  }
}
