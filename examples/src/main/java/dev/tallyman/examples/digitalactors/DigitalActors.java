package dev.tallyman.examples.digitalactors;

import dev.tallyman.examples.service.Call;
import dev.tallyman.examples.service.ExampleSystem;
import dev.tallyman.examples.service.Reply;
import dev.tallyman.examples.service.Worker;
import dev.tallyman.examples.visitors.Visitor;
import dev.tallyman.instrumentation.database.QueryTimes;
import dev.tallyman.instrumentation.models.ModelCallMetrics;
import dev.tallyman.instrumentation.sessions.SessionMetrics;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Characters in scenes, whom one talks to at {@code /ws}.
 *
 * <p>Its document has no metrics of HTTP requests, so it records none.
 */
public final class DigitalActors implements ExampleSystem {
  private static final String PREFIX = "digital_actors_";
  private static final double[] CALLS = {.1, .5, 1, 2, 5, 10, 30};
  private static final double[] QUERIES = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private final Cast cast = Cast.create();

  @Override
  public void open(Worker worker) throws Exception {
    MetricRegistry registry = worker.registry();
    SessionMetrics sessions = SessionMetrics.register(registry, PREFIX, CALLS);
    ModelCallMetrics calls = ModelCallMetrics.register(registry, PREFIX, CALLS);
    QueryTimes queries = QueryTimes.register(registry, PREFIX, QUERIES);

    History history = worker.closing(History.open(worker.directory(), queries));
    Dialogue dialogue = new Dialogue(history, calls);
    byte[] page = page();
    worker
        .routes()
        .addWebSocket("/ws", () -> new ChatSession(cast, dialogue, sessions))
        .add("GET", "/", call -> html(page))
        .add("GET", "/api/scenes", call -> Reply.json(cast.scenes()))
        .add("GET", "/api/scenes/{scene}", this::scene);
    worker.every(
        Duration.ofSeconds(5), "forgetting", () -> history.forget(Instant.now().minus(MEMORY)));
  }

  private Reply scene(Call call) {
    List<String> characters = cast.scenes().get(call.path("scene"));
    return characters == null ? Reply.problem(404, "no such scene") : Reply.json(characters);
  }

  private static Reply html(byte[] page) {
    return new Reply(
        200, Map.of("Content-Type", "text/html; charset=utf-8"), ByteBuffer.wrap(page));
  }

  private static byte[] page() throws IOException {
    try (InputStream page = DigitalActors.class.getResourceAsStream("page.html")) {
      return Objects.requireNonNull(page, "page.html").readAllBytes();
    }
  }

  @Override
  public List<Visitor> visitors() {
    return Audience.of(cast);
  }
}
