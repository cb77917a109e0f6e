package dev.tallyman.instrumentation.caches;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;

/**
 * What caches had and had not: {@code cache_hits_total{cache_type}}, {@code
 * cache_misses_total{cache_type}} and {@code cache_size_bytes{cache_type}}.
 *
 * <pre>{@code
 * CacheMetrics caches = CacheMetrics.register();
 * ...
 * caches.hit("tool_registry");
 * }</pre>
 *
 * <p>Gauge mode: if each worker has caches of its own, in its heap, their sizes are summed over the
 * live workers ({@link GaugeMode#LIVESUM}); the size of one that all share is what a live worker
 * saw last ({@link GaugeMode#LIVEMOSTRECENT}), and not counted once for each of them.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class CacheMetrics {
  private final Counter hits;
  private final Counter misses;
  private final Gauge sizes;

  private CacheMetrics(Counter hits, Counter misses, Gauge sizes) {
    this.hits = hits;
    this.misses = misses;
    this.sizes = sizes;
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static CacheMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names, for caches of each worker's own. */
  public static CacheMetrics register(MetricRegistry registry) {
    return register(registry, "", CacheScope.EACH_WORKER);
  }

  /**
   * The metrics with a prefix to their names.
   *
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static CacheMetrics register(MetricRegistry registry, String prefix, CacheScope scope) {
    GaugeMode mode = scope == CacheScope.SHARED ? GaugeMode.LIVEMOSTRECENT : GaugeMode.LIVESUM;
    return new CacheMetrics(
        Counter.builder()
            .name(prefix + "cache_hits_total")
            .help("Look-ups that found what they wanted, by cache.")
            .labelNames("cache_type")
            .register(registry),
        Counter.builder()
            .name(prefix + "cache_misses_total")
            .help("Look-ups that did not find what they wanted, by cache.")
            .labelNames("cache_type")
            .register(registry),
        Gauge.builder()
            .name(prefix + "cache_size_bytes")
            .help("What is in the cache, by cache.")
            .unit("bytes")
            .labelNames("cache_type")
            .multiprocessMode(mode)
            .register(registry));
  }

  /** The cache had what was wanted. */
  public void hit(String cacheType) {
    hits(cacheType, 1);
  }

  /** The cache had not what was wanted. */
  public void miss(String cacheType) {
    misses(cacheType, 1);
  }

  /** The cache had so many things that were wanted. */
  public void hits(String cacheType, long count) {
    hits.labelValues(cacheType).inc(count);
  }

  /** The cache had not so many things that were wanted. */
  public void misses(String cacheType, long count) {
    misses.labelValues(cacheType).inc(count);
  }

  /** Sets what is in a cache. */
  public void setSize(String cacheType, long bytes) {
    sizes.labelValues(cacheType).set((double) bytes);
  }
}
