package dev.tallyman.workers;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Sketch;
import dev.tallyman.scan.ScannedWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When workers recorded last. A file's time tells, but late: what is written to a mapping changes
 * it when the page goes to disk, and never on a file system in memory. So the values are compared
 * with those of the look before, too.
 *
 * <p>Threading: one thread at a time.
 */
final class LastWrites {
  private final Map<UUID, Look> looks = new HashMap<>();

  /**
   * A look at a worker.
   *
   * @param digest of its values
   * @param changedMillis when the values were first seen to be these; 0 if they never differed
   */
  private record Look(long digest, long changedMillis) {}

  /** Looks at a worker; 0 if nothing is known. */
  long of(ScannedWorker worker, long nowMillis) {
    Look look = look(worker, looks.get(worker.header().id()), nowMillis);
    looks.put(worker.header().id(), look);
    return Math.max(look.changedMillis, fileTime(worker));
  }

  /** Looks at a worker for the last time. */
  long ofDead(ScannedWorker worker, long nowMillis) {
    Look before = looks.remove(worker.header().id());
    long changedMillis = before == null ? 0 : look(worker, before, nowMillis).changedMillis;
    return Math.max(changedMillis, fileTime(worker));
  }

  private static Look look(ScannedWorker worker, @Nullable Look before, long nowMillis) {
    long digest = digest(worker);
    if (before == null) {
      return new Look(digest, 0);
    }
    return before.digest == digest ? before : new Look(digest, nowMillis);
  }

  /** Forgets all others. */
  void retain(Collection<UUID> ids) {
    looks.keySet().retainAll(ids);
  }

  private static long fileTime(ScannedWorker worker) {
    try {
      return Files.getLastModifiedTime(worker.path()).toMillis();
    } catch (IOException e) {
      // It was removed, which is told elsewhere.
      return 0;
    }
  }

  private static long digest(ScannedWorker worker) {
    long digest = worker.series().size();
    ExactSum sums = new ExactSum();
    for (SeriesReading series : worker.series()) {
      digest = 31 * digest + digest(series, sums);
    }
    return 31 * digest + Double.doubleToLongBits(sums.value());
  }

  private static long digest(SeriesReading series, ExactSum sums) {
    return switch (series.family().type()) {
      case COUNTER -> {
        series.addTo(sums);
        yield series.wholeCount();
      }
      case GAUGE -> Double.doubleToRawLongBits(series.gaugeValue());
      case HISTOGRAM -> buckets(series, series.family().upperBounds().size() + 1);
      case SUMMARY -> buckets(series, 1);
      case NATIVE_HISTOGRAM, QUANTILE_SUMMARY -> sketch(series);
      case INFO -> series.flag(0) ? 1 : 0;
      case STATE_SET -> states(series);
    };
  }

  private static long buckets(SeriesReading series, int buckets) {
    long digest = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      digest = 31 * digest + series.bucketCount(bucket);
    }
    return digest;
  }

  private static long sketch(SeriesReading series) {
    Sketch sketch = new Sketch();
    series.addTo(sketch);
    long[] digest = {sketch.zeros()};
    sketch.forEach((below, index, count) -> digest[0] = 31 * digest[0] + count);
    return digest[0];
  }

  private static long states(SeriesReading series) {
    long digest = 0;
    for (int state = 0; state < series.family().states().size(); state++) {
      digest = 2 * digest + (series.flag(state) ? 1 : 0);
    }
    return digest;
  }
}
