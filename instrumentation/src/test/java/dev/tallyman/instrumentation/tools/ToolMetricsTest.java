package dev.tallyman.instrumentation.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ToolMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void aToolThatReturnsIsCompleted() {
    ToolMetrics tools = ToolMetrics.register(registry);

    int nodes =
        tools.track(
            "build_graph",
            () -> {
              assertThat(Exposed.samples(registry))
                  .contains("tool_executions_active{tool_name=\"build_graph\"} 1.0");
              return 42;
            });

    assertThat(nodes).isEqualTo(42);
    assertThat(Exposed.samples(registry))
        .contains(
            "tool_executions_total{status=\"completed\",tool_name=\"build_graph\"} 1.0",
            "tool_execution_duration_seconds_count{tool_name=\"build_graph\"} 1",
            "tool_executions_active{tool_name=\"build_graph\"} 0.0")
        .noneMatch(sample -> sample.contains("failed"));
  }

  @Test
  void aToolThatThrowsHasFailedAndThrowsOn() {
    ToolMetrics tools = ToolMetrics.register(registry);
    IOException cause = new IOException("meant to fail");

    assertThatThrownBy(
            () ->
                tools.track(
                    "search",
                    () -> {
                      throw cause;
                    }))
        .isSameAs(cause);

    assertThat(Exposed.samples(registry))
        .contains(
            "tool_executions_total{status=\"failed\",tool_name=\"search\"} 1.0",
            "tool_executions_active{tool_name=\"search\"} 0.0");
  }

  @Test
  void anExecutionThatIsNotSaidToBeCompletedHasFailed() {
    ToolMetrics tools = ToolMetrics.register(registry);

    tools.track("search").close();
    try (ToolExecution execution = tools.track("search")) {
      execution.completed();
    }

    assertThat(Exposed.samples(registry))
        .contains(
            "tool_executions_total{status=\"failed\",tool_name=\"search\"} 1.0",
            "tool_executions_total{status=\"completed\",tool_name=\"search\"} 1.0",
            "tool_execution_duration_seconds_count{tool_name=\"search\"} 2",
            "tool_executions_active{tool_name=\"search\"} 0.0");
  }

  @Test
  void thePrefixAndTheBucketsAreTheApplicationsChoice() {
    ToolMetrics.register(registry, "lab_", 1, 300).track("search").close();

    assertThat(Exposed.types(registry))
        .containsExactly(
            "lab_tool_execution_duration_seconds histogram",
            "lab_tool_executions_active gauge",
            "lab_tool_executions_total counter");
    assertThat(Exposed.bounds(registry, "lab_tool_execution_duration_seconds"))
        .containsExactly("1.0", "300.0", "+Inf");
  }

  @Test
  void theDefaultBucketsReachBeyondTheFiveMinutesOfTheAlert() {
    ToolMetrics.register(registry).track("search").close();

    assertThat(Exposed.bounds(registry, "tool_execution_duration_seconds"))
        .contains("300.0", "600.0");
  }
}
