package dev.tallyman.archive;

import dev.tallyman.merge.MergedSeries;
import dev.tallyman.model.Labels;

/** One folded series: what the dead have of it, together. */
final class Total {
  final byte[] key;

  /** Its place among the others, the same after every start. */
  final long number;

  final MergedSeries series;

  /** When a worker last died that had it, in milliseconds since the epoch. */
  long foldedMillis;

  /** Whether the store has yet to be told. */
  boolean changed;

  Total(byte[] key, long number, StoredSeries first, long foldedMillis) {
    this.key = key;
    this.number = number;
    this.foldedMillis = foldedMillis;
    this.series =
        new MergedSeries(
            first.family(), new Labels(first.family().labelNames(), first.labelValues()));
    series.addDead(first, foldedMillis);
  }

  /** As it is now, to be stored. */
  Snapshot snapshot() {
    return new Snapshot(this, foldedMillis, StoredSeries.of(series));
  }

  /**
   * What is stored of a total.
   *
   * @param total whose it is
   * @param foldedMillis when a worker last died that had it
   * @param series what it comes to
   */
  record Snapshot(Total total, long foldedMillis, StoredSeries series) {
    byte[] value() {
      return new Encoder()
          .putLong(total.number)
          .putLong(foldedMillis)
          .put(series)
          .toValue(total.key);
    }
  }

  static Total decode(byte[] key, byte[] value, Decoder decoder) {
    Decoder from = decoder.ofValue(key, value);
    long number = from.getLong();
    long foldedMillis = from.getLong();
    return new Total(key, number, from.getSeries(), foldedMillis);
  }
}
