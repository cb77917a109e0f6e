package dev.tallyman.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesView;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histograms that leave their native buckets out. */
class ClassicOnlyTest {
  @TempDir Path directory;
  private final PrometheusRegistry from = new PrometheusRegistry();
  private final List<String> complaints = new ArrayList<>();

  @Test
  void whatThePatternFitsHasClassicBucketsAloneIfItHasAny() {
    for (String name : List.of("http_seconds", "http_bytes", "jobs_seconds")) {
      Histogram.builder().name(name).register(from).observe(3);
    }
    Histogram.builder().name("http_alone").nativeOnly().register(from).observe(3);
    try (MetricRegistry to = MetricRegistry.inHeap()) {
      copier(to, "http_*").copy();

      Map<String, MetricType> types = new TreeMap<>();
      to.read().forEach(view -> types.put(view.family().name(), view.family().type()));
      assertThat(types)
          .containsExactly(
              Map.entry("http_alone", MetricType.NATIVE_HISTOGRAM),
              Map.entry("http_bytes", MetricType.HISTOGRAM),
              Map.entry("http_seconds", MetricType.HISTOGRAM),
              Map.entry("jobs_seconds", MetricType.NATIVE_HISTOGRAM));
      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void allElseIsAsItWouldBe() {
    Histogram histogram = Histogram.builder().name("h").classicUpperBounds(1, 5).register(from);
    try (MetricRegistry to = MetricRegistry.inHeap()) {
      RegistryCopier copier = copier(to, "*");
      histogram.observe(0.5);
      copier.copy();
      histogram.observeWithExemplar(3, Labels.of("trace_id", "t"));
      histogram.observe(70);
      copier.copy();

      SeriesView series = to.read().get(0).series().get(0);
      assertThat(List.of(series.bucketCount(0), series.bucketCount(1), series.bucketCount(2)))
          .containsExactly(1L, 1L, 1L);
      assertThat(series.sum()).isEqualTo(73.5);
      assertThat(series.exemplar(1)).isNotNull();
    }
  }

  @Test
  void theFileIsSmallerForIt() throws Exception {
    Histogram busy = Histogram.builder().name("h").labelNames("l").register(from);
    for (int i = 0; i < 60; i++) {
      for (double value = 1e-4; value < 1e3; value *= 1.2) {
        busy.labelValues("" + i).observe(value);
      }
    }

    long both = sizeOfFile("nothing_of_that_name");
    long classic = sizeOfFile("h");
    assertThat((both - classic) / 60).as("bytes a series").isGreaterThan(1_000);
  }

  @Test
  void aPatternThatNoNameFitsIsRefused() {
    try (MetricRegistry to = MetricRegistry.inHeap()) {
      assertThatIllegalArgumentException().isThrownBy(() -> copier(to, ""));
    }
  }

  private RegistryCopier copier(MetricRegistry to, String classicOnly) {
    RegistryCopier copier = new RegistryCopier(from, to, DefaultGaugeModes.RULES, complaints::add);
    copier.classicOnly(classicOnly);
    return copier;
  }

  private long sizeOfFile(String classicOnly) throws Exception {
    try (MetricRegistry to = MetricRegistry.inDirectory(directory.resolve(classicOnly))) {
      copier(to, classicOnly).copy();
      return Files.size(to.tallyFile().orElseThrow());
    }
  }
}
