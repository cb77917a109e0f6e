package dev.tallyman.agent.inside;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where the agent's failures go: each into a counter of the tally file, and into the log once. As a
 * consumer, it takes what is no failure of the agent's.
 *
 * <p>Threading: safe for all threads. Failure: none.
 */
final class Complaints implements Consumer<String> {
  private final MetricRegistry metrics;
  private final AgentLog log;
  private final Set<String> said = new HashSet<>();

  Complaints(MetricRegistry metrics, AgentLog log) {
    this.metrics = metrics;
    this.log = log;
  }

  /** Runs a part of the agent's work; what it throws ends nothing else. */
  void guard(String part, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failed(part, String.valueOf(e));
    }
  }

  /** Counts a failure of a part. */
  void failed(String part, String message) {
    Counter.builder()
        .name("tallyman_agent_failures_total")
        .help("What the agent could not do, by the part of it.")
        .labelNames("part")
        .register(metrics)
        .labelValues(part)
        .inc();
    accept(message);
  }

  /** Says something, once. */
  @Override
  public synchronized void accept(String message) {
    if (said.add(message)) {
      log.accept(message);
    }
  }
}
