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

  private final Tally tally;
  private final SummedSlots slots;
  private volatile long nextSample = System.nanoTime();

  Exemplars(Tally tally, SummedSlots slots) {
    this.tally = tally;
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
    Exemplar last = slots.exemplar(place);
    long millis = tally.nowMillis();
    if (last == null || millis - last.timestampMillis() >= KEPT_MILLIS) {
      boolean unused = slots.keep(place, new Exemplar(value, span, millis));
    }
  }

  /** Takes an observation with its labels, and those of the current span. */
  void keep(int place, double value, @Nullable Labels labels) {
    if (labels == null) {
      tally.countDropped();
    } else {
      keep(place, value, withSpan(labels), tally.nowMillis());
    }
  }

  /** Takes an observation of some time, with labels that are all it has. */
  void keep(int place, double value, Labels labels, long observedMillis) {
    boolean kept;
    try {
      kept = slots.keep(place, new Exemplar(value, labels, observedMillis));
    } catch (IllegalArgumentException e) {
      kept = false; // counted below: what an exemplar's labels hold comes from data
    }
    if (!kept) {
      tally.countDropped();
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
