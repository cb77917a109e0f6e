package dev.tallyman.examples.bricklayers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.jobs.JobMetrics;
import dev.tallyman.instrumentation.jobs.JobSettings;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest {
  private static final Duration AMPLE = Duration.ofMinutes(1);

  @TempDir Path directory;
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final JobMetrics metrics =
      JobMetrics.register(registry, JobSettings.DEFAULT.withQueue(JobSettings.Queue.SHARED));
  private Folders folders;
  private JobQueue queue;

  @BeforeEach
  void open() throws IOException {
    folders = Folders.below(directory);
    queue = new JobQueue(folders.queue(), Clock.systemUTC(), AMPLE);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void aJobThatIsDoneHasAResultAndNoInput() throws Exception {
    String id = uploaded(Slicer.pipe(Slicer.RELATIVE, 1));

    runner(AMPLE).runNext();

    assertThat(queue.state(id)).isEqualTo(JobState.COMPLETED);
    assertThat(folders.results().resolve(id)).isNotEmptyFile();
    assertThat(folders.uploads()).isEmptyDirectory();
    assertThat(folders.unfinished()).isEmptyDirectory();
    assertEnded("completed");
  }

  @Test
  void aJobThatCannotBeDoneIsAnError() throws Exception {
    String id = uploaded(Slicer.pipe(Slicer.ABSOLUTE, 1));

    runner(AMPLE).runNext();

    assertThat(queue.state(id)).isEqualTo(JobState.ERROR);
    assertThat(folders.results()).isEmptyDirectory();
    assertThat(folders.unfinished()).isEmptyDirectory();
    assertEnded("error");
  }

  @Test
  void aJobThatTakesTooLongIsEnded() throws Exception {
    String id = uploaded(Slicer.fan(30_000));

    runner(Duration.ofMillis(20)).runNext();

    assertThat(queue.state(id)).isEqualTo(JobState.TIMEOUT);
    assertThat(folders.results()).isEmptyDirectory();
    assertEnded("timeout");
  }

  @Test
  void aJobWhoseFileIsGoneIsAnError() throws Exception {
    String id = queue.newId();
    queue.add(id, "gone.gcode");

    runner(AMPLE).runNext();

    assertThat(queue.state(id)).isEqualTo(JobState.ERROR);
    assertEnded("error");
  }

  @Test
  void aJobThatSeveralWorkersDidNotSurviveIsGivenUp() throws Exception {
    String id = uploaded(Slicer.pipe(Slicer.RELATIVE, 1));
    // A lease of less than nothing: each of them is taken for dead at once.
    JobQueue deadly = new JobQueue(folders.queue(), Clock.systemUTC(), Duration.ofDays(-1));
    for (int i = 0; i < JobRunner.ATTEMPTS; i++) {
      assertThat(deadly.claim()).extracting(Claim::attempt).isEqualTo(i + 1);
    }

    runner(AMPLE).runNext();

    assertThat(queue.state(id)).isEqualTo(JobState.ERROR);
    assertEnded("error");
  }

  @Test
  void whoIsClosedTakesNoMoreJobs() throws Exception {
    String id = uploaded(Slicer.pipe(Slicer.RELATIVE, 1));
    JobRunner runner = runner(AMPLE);

    runner.close();
    runner.runNext();

    assertThat(queue.state(id)).isEqualTo(JobState.PENDING);
  }

  private JobRunner runner(Duration timeout) {
    return new JobRunner(folders, queue, metrics, timeout);
  }

  private String uploaded(String code) throws IOException {
    String id = queue.newId();
    Files.writeString(folders.uploads().resolve(id + "-a.gcode"), code);
    queue.add(id, id + "-a.gcode");
    return id;
  }

  private void assertEnded(String status) {
    for (String other : new String[] {"completed", "error", "timeout"}) {
      assertThat(Totals.of(registry, "processing_jobs", other))
          .as(other)
          .isEqualTo(other.equals(status) ? 1 : 0);
    }
    assertThat(Totals.of(registry, "processing_jobs_active")).isZero();
  }
}
