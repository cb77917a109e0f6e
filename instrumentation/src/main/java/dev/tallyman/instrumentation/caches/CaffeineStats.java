package dev.tallyman.instrumentation.caches;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import com.github.benmanes.caffeine.cache.stats.StatsCounter;

/**
 * Tells {@link CacheMetrics} what a Caffeine cache does.
 *
 * <pre>{@code
 * CaffeineStats stats = new CaffeineStats(CacheMetrics.register(), "images");
 * Cache<String, byte[]> images =
 *     Caffeine.newBuilder()
 *         .maximumWeight(64 << 20)
 *         .weigher((String name, byte[] image) -> image.length)
 *         .recordStats(() -> stats)
 *         .build();
 * ...
 * stats.sampleSize(images);
 * }</pre>
 *
 * <p>{@link Cache#stats()} works as it does with Caffeine's own counter.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none.
 */
public final class CaffeineStats implements StatsCounter {
  private final StatsCounter own = new ConcurrentStatsCounter();
  private final CacheMetrics metrics;
  private final String cacheType;

  /** Records one cache, under this name. */
  public CaffeineStats(CacheMetrics metrics, String cacheType) {
    this.metrics = metrics;
    this.cacheType = cacheType;
  }

  /**
   * Sets the cache's size to what its entries weigh, so its weigher must tell bytes. Without one
   * the size is left alone.
   */
  public void sampleSize(Cache<?, ?> cache) {
    cache
        .policy()
        .eviction()
        .map(Policy.Eviction::weightedSize)
        .ifPresent(weight -> weight.ifPresent(bytes -> metrics.setSize(cacheType, bytes)));
  }

  @Override
  public void recordHits(int count) {
    own.recordHits(count);
    metrics.hits(cacheType, count);
  }

  @Override
  public void recordMisses(int count) {
    own.recordMisses(count);
    metrics.misses(cacheType, count);
  }

  @Override
  public void recordLoadSuccess(long loadTime) {
    own.recordLoadSuccess(loadTime);
  }

  @Override
  public void recordLoadFailure(long loadTime) {
    own.recordLoadFailure(loadTime);
  }

  @Override
  public void recordEviction(int weight, RemovalCause cause) {
    own.recordEviction(weight, cause);
  }

  @Override
  public CacheStats snapshot() {
    return own.snapshot();
  }
}
