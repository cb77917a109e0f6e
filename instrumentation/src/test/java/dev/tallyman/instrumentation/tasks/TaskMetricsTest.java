package dev.tallyman.instrumentation.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.io.IOException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void aTaskIsASuccessIfItReturnsAndAFailureIfItThrows() {
    TaskMetrics tasks = TaskMetrics.register(registry);

    String sent = tasks.track("send_mail", () -> "sent");
    assertThatThrownBy(
            () ->
                tasks.track(
                    "send_mail",
                    () -> {
                      throw new IOException("meant to fail");
                    }))
        .isInstanceOf(IOException.class);
    tasks.retried("send_mail");

    assertThat(sent).isEqualTo("sent");
    assertThat(Exposed.samples(registry))
        .contains(
            "celery_tasks_total{status=\"success\",task_name=\"send_mail\"} 1.0",
            "celery_tasks_total{status=\"failure\",task_name=\"send_mail\"} 1.0",
            "celery_task_duration_seconds_count{task_name=\"send_mail\"} 2",
            "celery_tasks_active{task_name=\"send_mail\"} 0.0",
            "celery_task_retries_total{task_name=\"send_mail\"} 1.0");
  }

  @Test
  void aBrokersQueueHasTheLengthThatWasSeenLast() {
    TaskMetrics tasks = TaskMetrics.register(registry, "celery_", QueueScope.SHARED);

    tasks.setQueueLength("default", 12);

    assertThat(Exposed.samples(registry)).contains("celery_queue_length{queue=\"default\"} 12.0");
    assertThat(modeOfQueueLength()).isEqualTo(GaugeMode.LIVEMOSTRECENT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MeteredExecutor(ForkJoinPool.commonPool(), tasks, "default"))
        .withMessageContaining("default");
  }

  @Test
  void aWorkersOwnQueuesAreSummed() {
    TaskMetrics.register(registry).setQueueLength("default", 12);

    assertThat(modeOfQueueLength()).isEqualTo(GaugeMode.LIVESUM);
  }

  @Test
  void thePrefixAndTheBucketsAreTheApplicationsChoice() {
    TaskMetrics tasks = TaskMetrics.register(registry, "pool_", QueueScope.EACH_WORKER, 1, 2);
    tasks.track("resize").close();
    tasks.retried("resize");
    tasks.setQueueLength("images", 1);

    assertThat(Exposed.types(registry))
        .containsExactly(
            "pool_queue_length gauge",
            "pool_task_duration_seconds histogram",
            "pool_task_retries_total counter",
            "pool_tasks_active gauge",
            "pool_tasks_total counter");
    assertThat(Exposed.bounds(registry, "pool_task_duration_seconds"))
        .containsExactly("1.0", "2.0", "+Inf");
  }

  private GaugeMode modeOfQueueLength() {
    return registry.read().stream()
        .filter(view -> view.family().name().equals("celery_queue_length"))
        .map(view -> view.family().gaugeMode())
        .findAny()
        .orElseThrow();
  }
}
