package dev.tallyman.instrumented;

import dev.tallyman.instrumentation.camera.CameraMetrics;
import dev.tallyman.instrumentation.http.HttpMetrics;
import dev.tallyman.instrumentation.jobs.JobMetrics;
import dev.tallyman.instrumentation.jobs.JobSettings;
import dev.tallyman.instrumentation.system.HostMetrics;
import dev.tallyman.instrumentation.system.ProcessMetrics;
import dev.tallyman.instrumentation.tasks.TaskMetrics;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;

/**
 * A worker process that sets gauges as the workers of a service do, says {@value #READY}, and ends
 * with its input. The one called with {@value #HOLDS_THE_CAMERA} has the camera.
 */
final class GaugeWorker {
  static final String READY = "ready";
  static final String HOLDS_THE_CAMERA = "camera";
  static final int OWN_QUEUE = 3;
  static final int SHARED_QUEUE = 40;
  static final int FPS = 30;

  private GaugeWorker() {}

  public static void main(String[] args) throws IOException {
    MetricRegistry registry = MetricRegistry.defaultRegistry();
    HostMetrics.register().sample();
    ProcessMetrics.register().sample();
    JobMetrics.register(registry, JobSettings.DEFAULT.withQueue(JobSettings.Queue.SHARED))
        .setPending(SHARED_QUEUE);
    TaskMetrics.register().setQueueLength("default", OWN_QUEUE);
    HttpMetrics.register().withInProgress().start("GET");
    CameraMetrics camera = CameraMetrics.register();
    if (args[0].equals(HOLDS_THE_CAMERA)) {
      camera.enabled();
      camera.setFps(FPS);
    }
    System.out.println(READY);
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
  }
}
