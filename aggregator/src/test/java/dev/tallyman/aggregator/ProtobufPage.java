package dev.tallyman.aggregator;

import dev.tallyman.model.Sketch;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_1.Metrics;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_1.Metrics.BucketSpan;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_1.Metrics.Histogram;
import io.prometheus.metrics.shaded.com_google_protobuf_4_36_1.Timestamp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The histograms of pages in protobuf, by name and labels; pages of several processes add up. */
final class ProtobufPage {
  private final SortedMap<String, Summed> series = new TreeMap<>();
  private final SortedMap<String, List<String>> traces = new TreeMap<>();
  private final SortedMap<String, Instant> created = new TreeMap<>();

  private static final class Summed {
    private final Sketch sketch = new Sketch();
    private final SortedMap<Double, Long> classic = new TreeMap<>();
    private long count;
    private double sum;
  }

  /** Adds all of a page but what the aggregator says of itself. */
  ProtobufPage add(byte[] page) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(page);
    for (Metrics.MetricFamily family = Metrics.MetricFamily.parseDelimitedFrom(in);
        family != null;
        family = Metrics.MetricFamily.parseDelimitedFrom(in)) {
      for (Metrics.Metric metric : family.getMetricList()) {
        String key =
            family.getName()
                + metric.getLabelList().stream()
                    .map(label -> label.getName() + "=" + label.getValue())
                    .toList();
        if (key.startsWith("tallyman_")) {
          continue;
        }
        if (metric.getCounter().hasCreatedTimestamp()) {
          created(key, metric.getCounter().getCreatedTimestamp());
        }
        if (metric.getCounter().hasExemplar()) {
          trace(key, metric.getCounter().getExemplar());
        }
        if (metric.hasHistogram()) {
          created(key, metric.getHistogram().getCreatedTimestamp());
          add(key, metric.getHistogram());
        }
      }
    }
    return this;
  }

  private void add(String key, Histogram histogram) {
    Summed summed = series.computeIfAbsent(key, any -> new Summed());
    summed.count += histogram.getSampleCount();
    summed.sum += histogram.getSampleSum();
    summed.sketch.coarsen(histogram.getSchema());
    summed.sketch.addZeros(histogram.getZeroCount(), histogram.getZeroThreshold());
    add(summed.sketch, histogram, true);
    add(summed.sketch, histogram, false);
    histogram
        .getBucketList()
        .forEach(
            bucket -> {
              // Of a native histogram alone there is one, which is there for its exemplar.
              if (histogram.getBucketCount() > 1) {
                summed.classic.merge(
                    bucket.getUpperBound(), bucket.getCumulativeCount(), Long::sum);
              }
              if (bucket.hasExemplar()) {
                trace(key + bucket.getUpperBound(), bucket.getExemplar());
              }
            });
  }

  private static void add(Sketch sketch, Histogram histogram, boolean below) {
    List<BucketSpan> spans =
        below ? histogram.getNegativeSpanList() : histogram.getPositiveSpanList();
    List<Long> deltas = below ? histogram.getNegativeDeltaList() : histogram.getPositiveDeltaList();
    int index = 0;
    int place = 0;
    long count = 0;
    for (BucketSpan span : spans) {
      index += span.getOffset();
      for (int i = 0; i < span.getLength(); i++) {
        count += deltas.get(place++);
        sketch.add(histogram.getSchema(), below, index++, count);
      }
    }
  }

  private void trace(String key, Metrics.Exemplar exemplar) {
    traces
        .computeIfAbsent(key, any -> new ArrayList<>())
        .add(exemplar.getLabel(0).getValue() + " " + exemplar.getTimestamp().getSeconds());
  }

  private void created(String key, Timestamp said) {
    Instant when = Instant.ofEpochSecond(said.getSeconds(), said.getNanos());
    created.merge(key, when, (one, other) -> one.isBefore(other) ? one : other);
  }

  /** When series began; of several pages, the earliest. */
  Map<String, Instant> created() {
    return created;
  }

  /** By whom the exemplars are, and when they were observed. */
  Map<String, List<String>> traces() {
    return traces;
  }

  /** How fine a series is. */
  int schema(String key) {
    return Objects.requireNonNull(series.get(key), key).sketch.schema();
  }

  /** How many observations are in a series' native buckets; Prometheus wants them all. */
  long inNativeBuckets(String key) {
    return Objects.requireNonNull(series.get(key), key).sketch.count();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    series.forEach(
        (key, summed) -> {
          text.append(key).append(" count ").append(summed.count);
          text.append(" sum ").append(summed.sum).append(' ').append(summed.classic);
          text.append(" schema ").append(summed.sketch.schema());
          text.append(" zeros ").append(summed.sketch.zeroCount());
          text.append(" within ").append(summed.sketch.zeroThreshold());
          summed.sketch.forEach(
              (below, index, count) ->
                  text.append(below ? " -" : " ").append(index).append(':').append(count));
          text.append('\n');
        });
    return text.toString();
  }
}
