package dev.tallyman.instrumentation.caches;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void accessesAreCountedByCache() {
    CacheMetrics caches = CacheMetrics.register(registry);

    caches.hit("tool_registry");
    caches.hit("tool_registry");
    caches.miss("tool_registry");
    caches.setSize("tool_registry", 4096);

    assertThat(Exposed.samples(registry))
        .containsExactly(
            "cache_hits_total{cache_type=\"tool_registry\"} 2.0",
            "cache_misses_total{cache_type=\"tool_registry\"} 1.0",
            "cache_size_bytes{cache_type=\"tool_registry\"} 4096.0");
    assertThat(Exposed.types(registry))
        .containsExactly(
            "cache_hits_total counter", "cache_misses_total counter", "cache_size_bytes gauge");
  }

  @Test
  void aCaffeineCacheTellsWhatItDoes() {
    CaffeineStats stats = new CaffeineStats(CacheMetrics.register(registry), "images");
    Cache<String, byte[]> images =
        Caffeine.newBuilder()
            .maximumWeight(1_000)
            .weigher((String name, byte[] image) -> image.length)
            .executor(Runnable::run)
            .recordStats(() -> stats)
            .build();

    byte[] made = images.get("a", name -> new byte[300]);
    byte[] found = images.get("a", name -> new byte[1]);
    Map<String, byte[]> several = images.getAllPresent(java.util.List.of("a", "b", "c"));
    images.cleanUp();
    stats.sampleSize(images);

    assertThat(found).isSameAs(made);
    assertThat(several).containsOnlyKeys("a");
    assertThat(Exposed.samples(registry))
        .containsExactly(
            "cache_hits_total{cache_type=\"images\"} 2.0",
            "cache_misses_total{cache_type=\"images\"} 3.0",
            "cache_size_bytes{cache_type=\"images\"} 300.0");
    assertThat(images.stats().hitCount()).isEqualTo(2);
    assertThat(images.stats().loadSuccessCount()).isEqualTo(1);
  }

  @Test
  void aCacheThatWeighsNothingHasNoSize() {
    CaffeineStats stats = new CaffeineStats(CacheMetrics.register(registry), "names");
    Cache<String, String> names = Caffeine.newBuilder().recordStats(() -> stats).build();

    names.put("a", "b");
    stats.sampleSize(names);

    assertThat(Exposed.samples(registry)).noneMatch(sample -> sample.startsWith("cache_size"));
  }

  @Test
  void aWorkersOwnCachesAreSummedAndASharedOneIsNot() {
    CacheMetrics.register(registry).setSize("own", 1);
    CacheMetrics.register(registry, "redis_", CacheScope.SHARED).setSize("shared", 1);

    assertThat(registry.read())
        .filteredOn(view -> view.family().name().endsWith("cache_size_bytes"))
        .extracting(view -> view.family().gaugeMode())
        .containsExactly(GaugeMode.LIVESUM, GaugeMode.LIVEMOSTRECENT);
  }
}
