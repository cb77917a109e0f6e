package dev.tallyman.examples.bricklayers;

import dev.tallyman.examples.service.ExampleSystem;
import dev.tallyman.examples.service.Worker;
import dev.tallyman.examples.visitors.Visitor;
import dev.tallyman.instrumentation.application.ApplicationInfo;
import dev.tallyman.instrumentation.cleanup.CleanupMetrics;
import dev.tallyman.instrumentation.http.HttpMetrics;
import dev.tallyman.instrumentation.jobs.JobMetrics;
import dev.tallyman.instrumentation.jobs.JobSettings;
import dev.tallyman.instrumentation.system.UsageMetrics;
import dev.tallyman.instrumentation.transfers.DownloadMetrics;
import dev.tallyman.instrumentation.transfers.UploadMetrics;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Uploads, jobs that work on them, downloads, and somebody who cleans up. */
public final class Bricklayers implements ExampleSystem {
  private static final double[] REQUEST_SECONDS = {0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10};
  private static final Duration JOB_TIMEOUT = Duration.ofSeconds(2);

  /** More than the time-out by so much that only the dead need it. */
  private static final Duration JOB_LEASE = JOB_TIMEOUT.multipliedBy(3);

  private static final Duration UNWANTED = Duration.ofMinutes(10);

  /** So late that whatever job was to be done with it has been lost. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  @Override
  public void open(Worker worker) throws IOException {
    ApplicationInfo.show(
        worker.registry(),
        "app_info",
        Map.of(
            "name", "bricklayers-web",
            "version", "1.0.0",
            "description", "Lays the walls of 3D prints as bricks are laid"));
    Folders folders = Folders.below(worker.directory());
    JobQueue queue = new JobQueue(folders.queue(), Clock.systemUTC(), JOB_LEASE);
    serve(worker, folders, queue);
    work(worker, folders, queue);
    cleanUp(worker, folders, queue);
    worker.recordRequestsWith(HttpMetrics.register(worker.registry(), "", REQUEST_SECONDS));
  }

  private static void serve(Worker worker, Folders folders, JobQueue queue) {
    MetricRegistry registry = worker.registry();
    Uploads uploads = new Uploads(folders, queue, UploadMetrics.register(registry));
    Downloads downloads = new Downloads(folders, queue, DownloadMetrics.register(registry));
    worker
        .routes()
        .add("POST", "/api/v1/upload", uploads::take)
        .add("GET", "/api/v1/status/{job_id}", downloads::status)
        .add("GET", "/api/v1/download/{job_id}", downloads::download);
  }

  private static void work(Worker worker, Folders folders, JobQueue queue) throws IOException {
    JobSettings settings = JobSettings.DEFAULT.withQueue(JobSettings.Queue.SHARED);
    JobMetrics metrics = JobMetrics.register(worker.registry(), settings);
    JobRunner runner = worker.closing(new JobRunner(folders, queue, metrics, JOB_TIMEOUT));
    runner.showPending();
    worker.every(Duration.ofMillis(300), "a job", runner::runNext);
    worker.every(Duration.ofSeconds(1), "looking at the queue", runner::showPending);
  }

  private static void cleanUp(Worker worker, Folders folders, JobQueue queue) throws IOException {
    Cleaner cleaner =
        new Cleaner(
            Map.of(
                folders.waste(), Duration.ofSeconds(2),
                folders.incoming(), UNWANTED,
                folders.uploads(), FORGOTTEN,
                folders.unfinished(), UNWANTED,
                folders.results(), UNWANTED,
                queue.folder(JobState.COMPLETED), UNWANTED,
                queue.folder(JobState.ERROR), UNWANTED,
                queue.folder(JobState.TIMEOUT), UNWANTED),
            Clock.systemUTC(),
            new SimulatedFileServer(),
            CleanupMetrics.register(worker.registry()));
    Duty duty = worker.closing(new Duty(worker.directory().resolve("cleaner.lock")));
    worker.every(
        Duration.ofSeconds(4),
        "cleaning up",
        () -> {
          if (duty.isMine()) {
            cleaner.run();
          }
        });
    UsageMetrics usage = UsageMetrics.register(worker.registry(), "", worker.directory());
    usage.sample();
    worker.every(Duration.ofSeconds(5), "measuring what is used", () -> usage.sample());
  }

  @Override
  public List<Visitor> visitors() {
    return Printers.all();
  }
}
