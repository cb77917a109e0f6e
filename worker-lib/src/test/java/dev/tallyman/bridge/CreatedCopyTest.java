package dev.tallyman.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.SeriesEntry;
import dev.tallyman.tally.TallyReader;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the series of a client_java registry began, in ours. */
class CreatedCopyTest {
  @TempDir Path directory;
  private final PrometheusRegistry from = new PrometheusRegistry();
  private final MetricRegistry to = MetricRegistry.inHeap();
  private final RegistryCopier copier = copierInto(to);
  private double value = 5;
  private long created;

  @Test
  void seriesOfAllKindsBeganWhenTheirSourceDid() throws Exception {
    Counter.builder().name("plain").register(from).inc();
    Counter.builder().name("labelled").labelNames("l").register(from).labelValues("x").inc();
    Summary.builder().name("summary").register(from).observe(1);
    Histogram.builder().name("both").register(from).observe(1);
    Histogram.builder().name("classic").classicOnly().register(from).observe(1);
    Histogram.builder().name("alone").nativeOnly().register(from).observe(1);
    long afterwards = System.currentTimeMillis();
    while (System.currentTimeMillis() == afterwards) {
      Thread.onSpinWait();
    }

    Map<String, Long> theirs = new TreeMap<>();
    for (MetricSnapshot snapshot : from.scrape()) {
      DataPointSnapshot point = snapshot.getDataPoints().get(0);
      theirs.put(snapshot.getMetadata().getName(), point.getCreatedTimestampMillis());
    }
    copier.copy();
    assertThat(inHeap()).isEqualTo(theirs).hasSize(6);
    assertThat(inAFile()).isEqualTo(theirs);
    assertThat(theirs.values()).allMatch(millis -> millis > 0 && millis <= afterwards);
  }

  @Test
  void aSourceThatBeginsAgainChangesNothingOfThat() {
    created = Instant.parse("2024-01-02T03:04:05Z").toEpochMilli();
    from.register(this::counter);
    copier.copy();
    long first = created;
    created += 60_000;
    value = 7;
    copier.copy();
    created += 60_000;
    value = 2;
    copier.copy();

    assertThat(inHeap()).containsExactly(Map.entry("c", first));
    assertThat(only().value()).isEqualTo(5 + 7 + 2);
  }

  @Test
  void whatCantBeTrueIsTheTimeOfTheFirstCopy() {
    long now = System.currentTimeMillis();
    for (long absurd : new long[] {-1, 0, now / 1000, now * 1_000_000, now + 3_600_000}) {
      MetricRegistry another = MetricRegistry.inHeap();
      PrometheusRegistry source = new PrometheusRegistry();
      created = absurd;
      source.register(this::counter);
      new RegistryCopier(source, another, DefaultGaugeModes.RULES, complaint -> {}).copy();

      long ours = another.read().get(0).series().get(0).createdMillis();
      assertThat(ours).as("said %d", absurd).isBetween(now, System.currentTimeMillis());
    }
  }

  @Test
  void aSourceThatBeginsAtEveryScrapeIsNotCountedAgainEachTime() {
    from.register(
        () -> {
          created = System.currentTimeMillis();
          return counter();
        });
    for (int i = 0; i < 3; i++) {
      copier.copy();
      long afterwards = System.currentTimeMillis();
      while (System.currentTimeMillis() == afterwards) {
        Thread.onSpinWait();
      }
    }

    assertThat(only().value()).isEqualTo(5);
  }

  private RegistryCopier copierInto(MetricRegistry registry) {
    return new RegistryCopier(from, registry, DefaultGaugeModes.RULES, complaint -> {});
  }

  private MetricSnapshot counter() {
    return CounterSnapshot.builder()
        .name("c")
        .dataPoint(
            CounterDataPointSnapshot.builder().value(value).createdTimestampMillis(created).build())
        .build();
  }

  private SeriesView only() {
    return to.read().get(0).series().get(0);
  }

  private Map<String, Long> inHeap() {
    Map<String, Long> ours = new TreeMap<>();
    to.read().forEach(view -> ours.put(view.family().name(), view.series().get(0).createdMillis()));
    return ours;
  }

  private Map<String, Long> inAFile() throws Exception {
    Path file;
    try (MetricRegistry onDisk = MetricRegistry.inDirectory(directory)) {
      copierInto(onDisk).copy();
      file = onDisk.tallyFile().orElseThrow();
    }
    Map<String, Long> ours = new TreeMap<>();
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      for (SeriesEntry series : reader.series()) {
        ours.put(series.family().family().name(), series.createdMillis());
      }
    }
    return ours;
  }
}
