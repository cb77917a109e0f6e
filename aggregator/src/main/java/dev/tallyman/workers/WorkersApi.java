package dev.tallyman.workers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers in JSON who the workers are, and what one of them has recorded. Who asks at about the
 * same time gets the same answer.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; what goes wrong is an answer, too.
 */
public final class WorkersApi {
  private static final long SHARED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final WorkerSource source;
  private final Clock clock;
  private final Processes processes = new Processes();
  private final JsonFactory factory = new JsonFactory();
  private @Nullable Known latest;

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param json the body
   */
  public record Answered(int status, ByteBuffer json) {}

  private record Known(List<WorkerInfo> workers, Map<UUID, Usage> usages, long nanos) {}

  private interface Body {
    void writeTo(WorkersJson json) throws IOException;
  }

  /** Answers from this source. */
  public WorkersApi(WorkerSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** All workers. */
  public Answered list() {
    try {
      Known known = known();
      return answer(OK, json -> json.list(known.workers, known.usages, clock.millis()));
    } catch (IOException e) {
      return failed(e);
    }
  }

  /**
   * One worker, and its own values while it lives.
   *
   * @param id the worker's id
   * @param metric the only family to be shown; all if empty
   */
  public Answered one(String id, String metric) {
    try {
      Known known = known();
      for (WorkerInfo worker : known.workers) {
        if (worker.id().toString().equals(id)) {
          Usage usage = known.usages.get(worker.id());
          return answer(OK, json -> one(json, worker, usage, metric));
        }
      }
      return error(NOT_FOUND, "there is no such worker: id=" + id);
    } catch (IOException e) {
      return failed(e);
    }
  }

  private void one(WorkersJson json, WorkerInfo worker, @Nullable Usage usage, String metric)
      throws IOException {
    json.begin(worker, usage, clock.millis());
    source.read(worker.id(), reading -> json.values(reading, metric));
    json.end();
  }

  private synchronized Known known() throws IOException {
    Known known = latest;
    if (known == null || System.nanoTime() - known.nanos >= SHARED_NANOS) {
      List<WorkerInfo> workers = source.workers();
      known = new Known(workers, processes.of(workers), System.nanoTime());
      latest = known;
    }
    return known;
  }

  private Answered failed(IOException e) {
    return error(UNAVAILABLE, "the workers can't be looked at: " + e.getMessage());
  }

  private Answered error(int status, String message) {
    return answer(status, json -> json.error(message));
  }

  private Answered answer(int status, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      body.writeTo(new WorkersJson(json));
    } catch (IOException e) {
      throw new UncheckedIOException("memory can't be written to", e);
    }
    return new Answered(status, ByteBuffer.wrap(bytes.toByteArray()));
  }
}
