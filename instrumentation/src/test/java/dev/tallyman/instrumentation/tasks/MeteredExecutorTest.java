package dev.tallyman.instrumentation.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeteredExecutorTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final MeteredExecutor pool =
      new MeteredExecutor(
          Executors.newSingleThreadExecutor(), TaskMetrics.register(registry), "default");
  private final MeteredExecutor mails = pool.named("send_mail");

  @AfterEach
  void stop() throws InterruptedException {
    gate.countDown();
    pool.shutdownNow();
    assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.isTerminated()).isTrue();
  }

  @Test
  void whatIsSubmittedIsCountedByNameAndEnd() throws Exception {
    assertThat(mails.submit(() -> 42).get()).isEqualTo(42);
    Future<?> failing = mails.submit(MeteredExecutorTest::fail);
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(failing::get);
    CompletableFuture.runAsync(() -> {}, pool).get();
    stop();

    assertThat(Exposed.samples(registry))
        .contains(
            "celery_tasks_total{status=\"success\",task_name=\"send_mail\"} 1.0",
            "celery_tasks_total{status=\"failure\",task_name=\"send_mail\"} 1.0",
            "celery_tasks_total{status=\"success\",task_name=\"default\"} 1.0",
            "celery_tasks_active{task_name=\"send_mail\"} 0.0",
            "celery_queue_length{queue=\"default\"} 0.0");
  }

  @Test
  void whatWaitsIsInTheQueueAndWhatRunsIsActive() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    mails.execute(
        () -> {
          running.countDown();
          awaitGate();
        });
    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
    mails.execute(() -> {});
    pool.execute(() -> {});

    assertThat(Exposed.samples(registry))
        .contains(
            "celery_tasks_active{task_name=\"send_mail\"} 1.0",
            "celery_queue_length{queue=\"default\"} 2.0");
  }

  @Test
  void aTaskCancelledBeforeItsTurnIsNotCounted() throws Exception {
    mails.execute(this::awaitGate);
    Future<?> cancelled = pool.submit(() -> 1);
    assertThat(cancelled.cancel(false)).isTrue();
    gate.countDown();
    mails.submit(() -> 2).get();

    assertThat(Exposed.samples(registry))
        .contains("celery_queue_length{queue=\"default\"} 0.0")
        .noneMatch(sample -> sample.contains("task_name=\"default\""));
  }

  @Test
  void whatIsInvokedTogetherIsCountedOnceEach() throws Exception {
    List<Callable<Integer>> both = List.of(() -> 1, () -> 2);
    assertThat(mails.invokeAll(both)).hasSize(2);
    int any = pool.invokeAny(List.<Callable<Integer>>of(() -> 3));
    assertThat(any).isEqualTo(3);
    stop();

    assertThat(Exposed.samples(registry))
        .contains(
            "celery_tasks_total{status=\"success\",task_name=\"send_mail\"} 2.0",
            "celery_tasks_total{status=\"success\",task_name=\"default\"} 1.0");
  }

  @Test
  void whatIsNeverBegunLeavesTheQueue() throws Exception {
    mails.execute(this::awaitGate);
    mails.execute(() -> {});
    mails.execute(() -> {});

    List<Runnable> never = pool.shutdownNow();

    assertThat(never).hasSizeBetween(2, 3);
    assertThat(pool.isShutdown()).isTrue();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> mails.execute(() -> {}));
    stop();
    assertThat(Exposed.samples(registry)).contains("celery_queue_length{queue=\"default\"} 0.0");
  }

  private static int fail() {
    throw new IllegalStateException("meant to fail");
  }

  private void awaitGate() {
    try {
      assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
