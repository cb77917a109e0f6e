package dev.tallyman.examples.data20;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tallyman.examples.service.Reply;
import dev.tallyman.instrumentation.caches.CacheMetrics;
import dev.tallyman.instrumentation.caches.CaffeineStats;
import dev.tallyman.instrumentation.tools.ToolMetrics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tools, and their running.
 *
 * <p>Threading: filled by one thread; then safe for all.
 *
 * <p>Failure: a tool that fails is answered with 500 and why, one that is not there with 404.
 */
final class Toolbox {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIST = "list";
  private static final long CACHE_BYTES = 1 << 20;
  private static final Duration REMEMBERED = Duration.ofSeconds(3);

  private final ToolMetrics metrics;
  private final Runs runs;
  private final Map<String, Described> tools = new LinkedHashMap<>();
  private final CaffeineStats stats;
  private final Cache<String, Reply> registry;

  Toolbox(ToolMetrics metrics, Runs runs, CacheMetrics caches) {
    this.metrics = metrics;
    this.runs = runs;
    this.stats = new CaffeineStats(caches, "tool_registry");
    this.registry =
        Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .weigher((String key, Reply reply) -> reply.body().remaining())
            .expireAfterWrite(REMEMBERED)
            .recordStats(() -> stats)
            .build();
  }

  /** What a tool does. */
  interface Tool {
    /**
     * Does it.
     *
     * @return what is to be told as JSON
     */
    Object run(Map<String, String> parameters) throws Exception;
  }

  private record Described(String description, Tool tool) {}

  /** What a client asks to be run. */
  record Order(@Nullable String tool, @Nullable Map<String, String> parameters) {}

  Toolbox add(String name, String description, Tool tool) {
    tools.put(name, new Described(description, tool));
    return this;
  }

  /** All tools, and how often they were run of late. */
  Reply list() throws SQLException {
    Reply known = registry.getIfPresent(LIST);
    if (known != null) {
      return known;
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    runs.counts().forEach(count -> counts.put(count.tool(), count.runs()));
    List<Map<String, Object>> list = new ArrayList<>();
    tools.forEach(
        (name, described) ->
            list.add(
                Map.of(
                    "name",
                    name,
                    "description",
                    described.description,
                    "runs",
                    counts.getOrDefault(name, 0L))));
    Reply reply = Reply.json(list);
    registry.put(LIST, reply);
    return reply;
  }

  /** Runs the tool that is asked for in JSON, and waits for it. */
  Reply run(String json) throws Exception {
    Order order;
    try {
      order = JSON.readValue(json, Order.class);
    } catch (JsonProcessingException e) {
      return Reply.problem(400, "not understood: " + e.getOriginalMessage());
    }
    String name = order.tool == null ? "" : order.tool;
    Described known = tools.get(name);
    if (known == null) {
      // A name of the client's own making must not become a label.
      return Reply.problem(404, "no such tool");
    }
    Map<String, String> parameters = order.parameters == null ? Map.of() : order.parameters;
    try {
      Object result = metrics.track(name, () -> known.tool.run(parameters));
      runs.add(name, "completed");
      return Reply.json(Map.of("tool", name, "status", "completed", "result", result));
    } catch (ToolFailedException e) {
      runs.add(name, "failed");
      return Reply.json(
          500, Map.of("tool", name, "status", "failed", "detail", String.valueOf(e.getMessage())));
    }
  }

  /** Tells the metrics how large the cache is. */
  void sampleCache() {
    stats.sampleSize(registry);
  }
}
