package dev.tallyman.bridge;

import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashSet;
import java.util.Set;

/**
 * The copies of one series' exemplars. Each is copied once: a source shows the same ones until
 * newer ones come, and to write them again and again would be for nothing.
 *
 * <p>Threading: one thread at a time.
 */
final class ExemplarCopy {
  private Set<Known> known = Set.of();

  /** Takes an exemplar. */
  @FunctionalInterface
  interface Keeper {
    void keep(double value, dev.tallyman.model.Labels labels, long observedMillis);
  }

  private record Known(double value, Labels labels, long observedMillis) {}

  void copy(Iterable<Exemplar> source, Keeper to) {
    Set<Known> now = new HashSet<>();
    for (Exemplar exemplar : source) {
      Known shown =
          new Known(exemplar.getValue(), exemplar.getLabels(), exemplar.getTimestampMillis());
      now.add(shown);
      // One without a time can't be told to be newer than what other workers have.
      if (exemplar.hasTimestamp() && !known.contains(shown)) {
        to.keep(shown.value, LabelSet.ours(shown.labels), shown.observedMillis);
      }
    }
    known = now;
  }
}
