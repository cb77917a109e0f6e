package dev.tallyman.agent.inside;

import dev.tallyman.agent.InsideLoader;
import dev.tallyman.agent.Recording;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.MetricsConfig;
import dev.tallyman.tally.Warnings;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * All that the agent records: first what the application has, then JMX beans, then the JVM itself;
 * of one name the first one counts.
 *
 * <p>Threading: safe for all threads; they take turns.
 *
 * <p>Failure: none; see the package.
 */
public final class Inside implements Recording {
  private final Complaints complaints;
  private final Applications applications;
  private final Beans beans;
  private final JvmSource jvm;
  private boolean hasLived;

  /** The agent's inside, with the options that it was started with. */
  public Inside(Map<String, String> options, Instrumentation instrumentation) {
    AgentLog log = AgentLog.at(options.getOrDefault("log", ""));
    Warnings.to(log::write);
    MetricRegistry metrics = MetricRegistry.of(config(log));
    this.complaints = new Complaints(metrics, log);
    options.keySet().stream()
        .filter(key -> !OPTIONS.contains(key))
        .forEach(key -> complaints.accept("option", "unknown option: " + key));
    InsideLoader inside =
        (InsideLoader) Objects.requireNonNull(Inside.class.getClassLoader(), "class loader");
    String nativeBuckets = options.getOrDefault("native", "on");
    this.applications =
        new Applications(instrumentation, new Copiers(metrics, inside, complaints, nativeBuckets));
    this.beans = Beans.of(options.getOrDefault("jmx", ""), metrics, complaints);
    this.jvm = JvmSource.of(options.getOrDefault("jvm", "on"), metrics, complaints);
  }

  private static final java.util.Set<String> OPTIONS =
      java.util.Set.of("delay", "interval", "jmx", "jvm", "log", "native");

  /** A variable with a bad value leaves metrics in heap. */
  private static MetricsConfig config(AgentLog log) {
    try {
      return MetricsConfig.fromEnvironment(System.getenv());
    } catch (IllegalArgumentException e) {
      log.write("metrics are off: " + e.getMessage());
      return new MetricsConfig(false, Path.of(""), "", MetricsConfig.DEFAULT_MAX_SERIES);
    }
  }

  @Override
  public synchronized void record() {
    hasLived = true;
    complaints.guard("application", applications::record);
    complaints.guard("jmx", beans::record);
    complaints.guard("jvm", jvm::record);
  }

  @Override
  public synchronized void recordLast() {
    complaints.guard("application", applications::record);
    if (hasLived) {
      complaints.guard("jmx", beans::record);
      jvm.waitNoLonger();
      complaints.guard("jvm", jvm::record);
    }
  }
}
