package dev.tallyman.examples.data20;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tallyman.instrumentation.caches.CacheMetrics;
import dev.tallyman.instrumentation.caches.CaffeineStats;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds and counts notes; what was found is remembered for a while.
 *
 * <p>Threading: safe for all threads.
 */
final class Search {
  private static final int MOST_FOUND = 20;
  private static final long CACHE_BYTES = 1 << 20;
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private final Database database;
  private final CaffeineStats stats;
  private final Cache<String, List<String>> found;

  Search(Database database, CacheMetrics metrics) {
    this.database = database;
    this.stats = new CaffeineStats(metrics, "search_results");
    this.found =
        Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .weigher((String word, List<String> notes) -> bytes(word, notes))
            .expireAfterWrite(REMEMBERED)
            .recordStats(() -> stats)
            .build();
  }

  private static int bytes(String word, List<String> notes) {
    return Character.BYTES * (word.length() + notes.stream().mapToInt(String::length).sum());
  }

  /** The notes that have a word in them. */
  List<String> find(Map<String, String> parameters) throws SQLException, ToolFailedException {
    String word = parameters.getOrDefault("word", "");
    if (word.isBlank()) {
      throw new ToolFailedException("no word to search for");
    }
    List<String> known = found.getIfPresent(word);
    if (known != null) {
      return known;
    }
    List<String> notes =
        database.rows(
            "SELECT name FROM note WHERE body LIKE ? ORDER BY name LIMIT " + MOST_FOUND,
            row -> row.getString(1),
            "%" + word + "%");
    found.put(word, notes);
    return notes;
  }

  /**
   * How many notes there are, with those of the archive if the parameter {@code archive} is set.
   */
  Map<String, Long> statistics(Map<String, String> parameters) throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    database
        .rows(
            "SELECT topic, COUNT(*) FROM note GROUP BY topic",
            row -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(topic -> counts.put(topic.getKey(), topic.getValue()));
    if (parameters.containsKey("archive")) {
      counts.put("archive", database.rows("SELECT archived_notes()", row -> row.getLong(1)).get(0));
    }
    return counts;
  }

  /** Tells the metrics how large the cache is. */
  void sampleCache() {
    stats.sampleSize(found);
  }
}
