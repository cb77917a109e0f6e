package dev.tallyman.archive;

import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What is kept of a dead worker by itself, for a while: its gauges of mode {@code all}.
 *
 * <p>Threading: immutable.
 *
 * @param worker who it was
 * @param diedMillis when it was found dead, in milliseconds since the epoch
 * @param series its gauges
 */
record DeadWorker(Worker worker, long diedMillis, List<StoredSeries> series)
    implements WorkerReading {

  /** The gauges that a worker leaves behind, if any. */
  static DeadWorker of(WorkerReading last, long now) {
    List<StoredSeries> gauges = new ArrayList<>();
    for (SeriesReading part : last.series()) {
      if (part.isPresent() && isOfOneWorker(part) && part.family().gaugeMode() == GaugeMode.ALL) {
        gauges.add(StoredSeries.of(part));
      }
    }
    return new DeadWorker(dead(last.worker()), now, List.copyOf(gauges));
  }

  /** Whether a series is its worker's alone, and not merged with those of others. */
  static boolean isOfOneWorker(SeriesReading part) {
    GaugeMode mode = part.family().gaugeMode();
    return mode != null && mode.rule() == GaugeMode.Rule.EACH;
  }

  /**
   * Younger than all the living, so that these say how a metric is defined. And with an id of its
   * own: merging knows a worker's series by their places, and here only some are left.
   */
  private static Worker dead(Worker worker) {
    return new Worker(other(worker.id()), worker.pid(), worker.name(), Long.MAX_VALUE, false);
  }

  /** Of the id that it had the one that it has here, and the other way round. */
  private static UUID other(UUID id) {
    return new UUID(~id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  boolean isOutlived(long now, long retentionMillis) {
    // A clock that was set back must not keep it for ever.
    return Math.abs(now - diedMillis) >= retentionMillis;
  }

  byte[] key() {
    return new Encoder().put(other(worker.id())).toKey();
  }

  byte[] value() {
    Encoder to = new Encoder().putLong(worker.pid()).put(worker.name()).putLong(diedMillis);
    to.putInt(series.size());
    series.forEach(to::put);
    return to.toValue(key());
  }

  static DeadWorker decode(byte[] key, byte[] value, Decoder from) {
    UUID id = from.ofKey(key).getId();
    long pid = from.ofValue(key, value).getLong();
    Worker worker = new Worker(other(id), pid, from.getText(), Long.MAX_VALUE, false);
    long diedMillis = from.getLong();
    int size = from.getLength(1);
    List<StoredSeries> gauges = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      gauges.add(from.getSeries());
    }
    return new DeadWorker(worker, diedMillis, List.copyOf(gauges));
  }

  @Override
  public LossCounts losses() {
    return LossCounts.NONE;
  }
}
