package dev.tallyman.instrumentation.tools;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A tool that runs; see {@link ToolMetrics#track(String)}.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; it ends once, later calls do nothing.
 */
public final class ToolExecution implements AutoCloseable {
  private final ToolMetrics metrics;
  private final String toolName;
  private final long startNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();

  ToolExecution(ToolMetrics metrics, String toolName) {
    this.metrics = metrics;
    this.toolName = toolName;
  }

  /** The tool has done its work. */
  public void completed() {
    end("completed");
  }

  /** Ends the execution as failed, unless it has ended. */
  @Override
  public void close() {
    end("failed");
  }

  private void end(String status) {
    if (ended.compareAndSet(false, true)) {
      metrics.ended(toolName, status, System.nanoTime() - startNanos);
    }
  }
}
