package dev.tallyman.dashboard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * {@code /api/v1/events}: server-sent events that tell every so many seconds how the fleet does. A
 * client takes a connection and some bytes, but no thread.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: clients beyond the limit are refused. All streams end when the worker is stopped;
 * browsers come back by themselves, to a worker that lives.
 */
final class LiveEvents implements Route.Action, AutoCloseable {
  static final int MOST_STREAMS = 500;

  private static final String EVERY = "every";
  private static final int SECONDS_BY_DEFAULT = 5;
  private static final int MOST_SECONDS = 60;

  private final Pulse pulse;
  private final Scheduler scheduler;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LiveEvents(Pulse pulse, Scheduler scheduler) {
    this.pulse = pulse;
    this.scheduler = scheduler;
  }

  @Override
  public CompletableFuture<? extends Answer> answer(Request request) {
    Query query = Query.of(request).knowingOnly(Set.of(EVERY));
    int seconds = query.positive(EVERY, SECONDS_BY_DEFAULT);
    if (seconds > MOST_SECONDS) {
      throw new Problem.Found(
          Problem.badParameter(EVERY, "every must be a whole number from 1 to " + MOST_SECONDS));
    }
    if (closed || streams.size() >= MOST_STREAMS) {
      throw new Problem.Found(
          Problem.of(HttpStatus.SERVICE_UNAVAILABLE_503, "this worker takes no more streams"));
    }
    return CompletableFuture.completedFuture(
        (Answer)
            (asked, response, callback) -> {
              EventStream stream =
                  new EventStream(
                      new EventStream.Line(response, callback, streams::remove),
                      scheduler,
                      new Ticks(pulse),
                      seconds);
              streams.add(stream);
              stream.begin(asked);
              if (closed) {
                stream.end();
              }
            });
  }

  /** How many clients look on. */
  int open() {
    return streams.size();
  }

  /** Ends all streams, and takes no more. */
  @Override
  public void close() {
    closed = true;
    streams.forEach(EventStream::end);
  }

  /** The events of one stream: each tells what happened since the one before. */
  static final class Ticks {
    private final Pulse pulse;
    private Pulse.Reading before = new Pulse.Reading(0, false, 0, 0, List.of());

    Ticks(Pulse pulse) {
      this.pulse = pulse;
    }

    CompletableFuture<ByteBuffer> next() {
      return pulse.now().thenApply(this::event);
    }

    private ByteBuffer event(Pulse.Reading reading) {
      byte[] data =
          Json.write(
              json -> {
                json.writeStartObject();
                json.writeFieldName("time");
                json.writeNumber(Json.seconds(reading.millis()));
                json.writeBooleanField("up", reading.up());
                json.writeFieldName("calls_per_second");
                Json.writeFinite(json, reading.callsPerSecondSince(before));
                json.writeFieldName("error_ratio");
                Json.writeFinite(json, reading.errorRatioSince(before));
                json.writeEndObject();
              });
      before = reading;
      String text = new String(data, StandardCharsets.UTF_8);
      return StandardCharsets.UTF_8.encode("event: tick\ndata: " + text + "\n\n");
    }
  }

  /** What tells a browser and those in between what is coming. */
  static Map<String, String> headers() {
    return Map.of(
        "Content-Type",
        "text/event-stream",
        "Cache-Control",
        "no-store",
        "X-Accel-Buffering",
        "no");
  }
}
