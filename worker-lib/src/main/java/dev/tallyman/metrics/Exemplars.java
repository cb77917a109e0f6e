package dev.tallyman.metrics;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Labels;
import dev.tallyman.tally.SummedSlots;
import dev.tallyman.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The exemplars of one series: those that the application gives, and now and then one of the
 * current span. A series has them from its first one on.
 *
 * <p>Threading: safe for all threads. Failure: none; labels that can't be are dropped and counted.
 */
final class Exemplars {
  /** How often a series looks for a span, and how long one is kept, are client_java's. */
  private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(90);

  /** How often one looks where it found none: where nothing is traced, that is to cost nothing. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long KEPT_MILLIS = TimeUnit.SECONDS.toMillis(7);

  private final DataPoint series;
  private final Tally tally;
  private final SummedSlots slots;
  private volatile long nextSample = System.nanoTime();

  Exemplars(DataPoint series, SummedSlots slots) {
    this.series = series;
    this.tally = series.tally();
    this.slots = slots;
  }

  /** Takes the current span, if there is one and it is time for another exemplar. */
  void sample(int place, double value) {
    long now = System.nanoTime();
    if (now - nextSample < 0) {
      return;
    }
    Labels span = OpenTelemetry.currentSpan();
    nextSample = now + (span == null ? LOOK_NANOS : SAMPLE_NANOS);
    if (span == null) {
      return;
    }
    slots.sample(place, new Exemplar(value, span, tally.nowMillis()), KEPT_MILLIS);
  }

  /** Takes an observation with its labels, and those of the current span if there is room. */
  void keep(int place, double value, @Nullable Labels labels) {
    long now = tally.nowMillis();
    if (labels == null
        || !(isKept(place, value, withSpan(labels), now) || isKept(place, value, labels, now))) {
      series.drop(labels);
    }
  }

  /**
   * Takes an observation of some time, with labels that are all it has, unless there is a newer.
   */
  void keep(int place, double value, Labels labels, long observedMillis) {
    Exemplar last = slots.exemplar(place);
    boolean isNewer = last == null || last.timestampMillis() <= observedMillis;
    if (isNewer && !isKept(place, value, labels, observedMillis)) {
      series.drop(labels);
    }
  }

  private boolean isKept(int place, double value, Labels labels, long observedMillis) {
    try {
      return slots.keep(place, new Exemplar(value, labels, observedMillis));
    } catch (IllegalArgumentException e) {
      return false; // the caller drops it: what an exemplar's labels hold comes from data
    }
  }

  @Nullable Exemplar[] read(int places) {
    @Nullable Exemplar[] all = new @Nullable Exemplar[places];
    for (int place = 0; place < places; place++) {
      all[place] = slots.exemplar(place);
    }
    return all;
  }

  private static Labels withSpan(Labels labels) {
    Labels span = OpenTelemetry.PRESENT ? OpenTelemetry.currentSpan() : null;
    if (span == null || span.names().stream().anyMatch(labels.names()::contains)) {
      return labels;
    }
    List<String> names = new ArrayList<>(labels.names());
    List<String> values = new ArrayList<>(labels.values());
    names.addAll(span.names());
    values.addAll(span.values());
    return new Labels(names, values);
  }
}
