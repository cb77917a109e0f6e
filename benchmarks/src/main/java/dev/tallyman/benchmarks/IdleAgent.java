package dev.tallyman.benchmarks;

import java.lang.instrument.Instrumentation;

/**
 * An agent that does nothing: what a JVM asks for any agent.
 *
 * <p>Threading: stateless. Failure: none.
 */
public final class IdleAgent {
  private IdleAgent() {}

  /** Does nothing. */
  public static void premain(String options, Instrumentation instrumentation) {}
}
