package dev.tallyman.bridge;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Soundness;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Families as client_java's snapshots: for its registry, and for its protobuf writer.
 *
 * <p>Threading: immutable results.
 *
 * <p>Failure: families that share a name are an {@link IllegalArgumentException}.
 */
public final class Snapshots {
  private Snapshots() {}

  /** The families, in the order of their names. */
  public static MetricSnapshots of(List<? extends FamilyView> views) {
    return new MetricSnapshots(views.stream().map(Snapshots::of).toList());
  }

  private static MetricSnapshot of(FamilyView view) {
    Family family = view.family();
    List<? extends SeriesView> sound =
        view.series().stream().filter(series -> Soundness.isSound(family, series)).toList();
    return switch (family.type()) {
      case COUNTER -> counter(family, sound);
      case GAUGE -> gauge(family, sound);
      case HISTOGRAM -> histogram(family, sound);
      case SUMMARY -> summary(family, sound);
      case INFO -> info(family, sound);
      case STATE_SET -> stateSet(family, sound);
    };
  }

  private static MetricSnapshot counter(Family family, List<? extends SeriesView> all) {
    CounterSnapshot.Builder builder = describe(CounterSnapshot.builder(), family);
    for (SeriesView series : all) {
      builder.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(labels(series))
              .value(series.value())
              .createdTimestampMillis(series.createdMillis())
              .exemplar(exemplar(series.exemplar(0)))
              .build());
    }
    return builder.unit(unit(family)).build();
  }

  private static MetricSnapshot gauge(Family family, List<? extends SeriesView> all) {
    GaugeSnapshot.Builder builder = describe(GaugeSnapshot.builder(), family);
    for (SeriesView series : all) {
      builder.dataPoint(
          GaugeDataPointSnapshot.builder().labels(labels(series)).value(series.value()).build());
    }
    return builder.unit(unit(family)).build();
  }

  private static MetricSnapshot histogram(Family family, List<? extends SeriesView> all) {
    HistogramSnapshot.Builder builder = describe(HistogramSnapshot.builder(), family);
    int finite = family.upperBounds().size();
    Double[] bounds = family.upperBounds().toArray(new Double[finite + 1]);
    bounds[finite] = Double.POSITIVE_INFINITY;
    for (SeriesView series : all) {
      Long[] counts = new Long[finite + 1];
      for (int bucket = 0; bucket <= finite; bucket++) {
        counts[bucket] = series.bucketCount(bucket);
      }
      builder.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(labels(series))
              .classicHistogramBuckets(ClassicHistogramBuckets.of(List.of(bounds), List.of(counts)))
              .sum(series.sum())
              .createdTimestampMillis(series.createdMillis())
              .exemplars(exemplars(series, finite + 1))
              .build());
    }
    return builder.unit(unit(family)).build();
  }

  private static MetricSnapshot summary(Family family, List<? extends SeriesView> all) {
    SummarySnapshot.Builder builder = describe(SummarySnapshot.builder(), family);
    for (SeriesView series : all) {
      builder.dataPoint(
          SummaryDataPointSnapshot.builder()
              .labels(labels(series))
              .count(series.count())
              .sum(series.sum())
              .createdTimestampMillis(series.createdMillis())
              .build());
    }
    return builder.unit(unit(family)).build();
  }

  private static MetricSnapshot info(Family family, List<? extends SeriesView> all) {
    InfoSnapshot.Builder builder = describe(InfoSnapshot.builder(), family);
    for (SeriesView series : all) {
      builder.dataPoint(InfoDataPointSnapshot.builder().labels(labels(series)).build());
    }
    return builder.build();
  }

  private static MetricSnapshot stateSet(Family family, List<? extends SeriesView> all) {
    StateSetSnapshot.Builder builder = describe(StateSetSnapshot.builder(), family);
    for (SeriesView series : all) {
      StateSetDataPointSnapshot.Builder point =
          StateSetDataPointSnapshot.builder().labels(labels(series));
      for (int state = 0; state < family.states().size(); state++) {
        point.state(family.states().get(state), series.stateOn(state));
      }
      builder.dataPoint(point.build());
    }
    return builder.build();
  }

  private static Exemplars exemplars(SeriesView series, int places) {
    Exemplars.Builder all = Exemplars.builder();
    for (int place = 0; place < places; place++) {
      Exemplar exemplar = exemplar(series.exemplar(place));
      if (exemplar != null) {
        all.exemplar(exemplar);
      }
    }
    return all.build();
  }

  private static @Nullable Exemplar exemplar(dev.tallyman.model.@Nullable Exemplar exemplar) {
    return exemplar == null
        ? null
        : Exemplar.builder()
            .value(exemplar.value())
            .labels(Labels.of(exemplar.labels().names(), exemplar.labels().values()))
            .timestampMillis(exemplar.timestampMillis())
            .build();
  }

  private static <B extends MetricSnapshot.Builder<B>> B describe(B builder, Family family) {
    builder.name(family.name());
    return family.help().isEmpty() ? builder : builder.help(family.help());
  }

  private static @Nullable Unit unit(Family family) {
    return family.unit().isEmpty() ? null : new Unit(family.unit());
  }

  private static Labels labels(SeriesView series) {
    return Labels.of(series.labels().names(), series.labels().values());
  }
}
