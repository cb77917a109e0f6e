package dev.tallyman.exposition;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Soundness;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Reads families as the samples that a scraper would find on their page: the same names, labels,
 * values and omissions, without the text. Which handle belongs to which series is remembered by the
 * identity of families and labels, as {@link PageWriter} does.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: none of its own.
 *
 * @param <S> how the sink knows a series again
 */
public final class SampleReader<S> {
  private final SampleSink<S> sink;
  private final IdentityHashMap<Family, FamilySamples<S>> known = new IdentityHashMap<>();
  private long round;

  /** A reader that hands its samples to the sink. */
  public SampleReader(SampleSink<S> sink) {
    this.sink = sink;
  }

  /** Puts the value of every sample. */
  public void read(List<? extends FamilyView> families) {
    round++;
    TakenNames<Family> taken = new TakenNames<>();
    for (FamilyView view : families) {
      if (view.series().isEmpty()) {
        continue;
      }
      FamilySamples<S> samples = known.computeIfAbsent(view.family(), FamilySamples::new);
      if (samples.takeNames(taken)) {
        samples.begin(round);
        for (SeriesView series : view.series()) {
          if (Soundness.isSound(view.family(), series)) {
            samples.read(series, sink);
          }
        }
        samples.end();
      }
    }
    known.values().removeIf(samples -> samples.round() != round);
  }
}
