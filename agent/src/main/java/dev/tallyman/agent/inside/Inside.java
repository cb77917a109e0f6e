package dev.tallyman.agent.inside;

import dev.tallyman.agent.InsideLoader;
import dev.tallyman.agent.Recording;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.tally.Warnings;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that the agent records: first what the application has, then JMX beans, then the JVM itself;
 * of one name the first one counts.
 *
 * <p>Threading: safe for all threads; they take turns. The first two ask code of others, each in a
 * thread of its own.
 *
 * <p>Failure: none; see the package.
 */
public final class Inside implements Recording {
  /** The part that copies what the application has. */
  static final String APPLICATION = "application";

  private final Complaints complaints;
  private final Applications applications;
  private final Part application;
  private final @Nullable Part beans;
  private final JvmSource jvm;
  private boolean hasLived;

  /** The agent's inside, with the options that it was started with. */
  public Inside(Map<String, String> options, Instrumentation instrumentation) {
    AgentLog log = AgentLog.at(options.getOrDefault("log", ""));
    Warnings.to(log);
    WorkerVariables variables = WorkerVariables.of(System.getenv());
    MetricRegistry metrics = MetricRegistry.of(variables.config());
    this.complaints = new Complaints(metrics, log);
    variables.mistakes().forEach(mistake -> complaints.failed("environment", mistake));
    OptionRules.mistakes(options).forEach(mistake -> complaints.failed("option", mistake));
    InsideLoader inside =
        (InsideLoader) Objects.requireNonNull(Inside.class.getClassLoader(), "class loader");
    String nativeBuckets = options.getOrDefault("native", "on");
    this.applications =
        new Applications(
            instrumentation, new Copiers(metrics, inside, complaints, nativeBuckets), complaints);
    this.application = new Part(APPLICATION, applications, complaints);
    Beans asked = Beans.of(options.getOrDefault("jmx", ""), metrics, complaints);
    this.beans = asked == null ? null : new Part("jmx", asked, complaints);
    this.jvm = JvmSource.of(options.getOrDefault("jvm", "on"), metrics, complaints);
  }

  @Override
  public synchronized void record() {
    hasLived = true;
    recordApplication();
    recordRest();
  }

  @Override
  public synchronized void recordLast() {
    recordApplication();
    if (hasLived) {
      jvm.waitNoLonger();
      recordRest();
    }
  }

  private void recordApplication() {
    if (applications.look()) {
      complaints.guard(APPLICATION, application);
    }
  }

  private void recordRest() {
    if (beans != null) {
      complaints.guard("jmx", beans);
    }
    complaints.guard("jvm", jvm);
  }
}
