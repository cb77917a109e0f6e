package dev.tallyman.examples.bricklayers;

import dev.tallyman.examples.service.Call;
import dev.tallyman.examples.service.Reply;
import dev.tallyman.instrumentation.transfers.DownloadMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Says how far a job is, and hands out what it made; once, for then the file may go.
 *
 * <p>Threading: safe for all threads.
 */
final class Downloads {
  private final Folders folders;
  private final JobQueue queue;
  private final DownloadMetrics metrics;

  Downloads(Folders folders, JobQueue queue, DownloadMetrics metrics) {
    this.folders = folders;
    this.queue = queue;
    this.metrics = metrics;
  }

  /** Answers how far a job is. */
  Reply status(Call call) throws IOException {
    String id = call.path("job_id");
    JobState state = queue.state(id);
    return state == null
        ? Reply.problem(404, "no such job")
        : Reply.json(Map.of("job_id", id, "status", state.word()));
  }

  /** Answers with the file. */
  Reply download(Call call) throws IOException {
    String id = call.path("job_id");
    JobState state = queue.state(id);
    if (state == null) {
      metrics.notFound();
      return Reply.problem(404, "no such job");
    }
    if (state != JobState.COMPLETED) {
      metrics.notReady();
      return Reply.problem(409, "the job's status is " + state.word());
    }
    Path file = folders.results().resolve(id);
    try {
      byte[] content = Files.readAllBytes(file);
      folders.throwAway(file);
      metrics.succeeded();
      return Reply.bytes(content);
    } catch (NoSuchFileException e) {
      metrics.fileMissing();
      return Reply.problem(410, "the file was downloaded before, or nobody wanted it for long");
    }
  }
}
