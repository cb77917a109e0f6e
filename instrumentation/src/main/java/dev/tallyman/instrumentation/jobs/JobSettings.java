package dev.tallyman.instrumentation.jobs;

import java.util.List;

/**
 * How {@link JobMetrics} are named and divided.
 *
 * <p>Threading: immutable.
 *
 * @param prefix what all names begin with, or empty
 * @param durationSeconds the upper bounds of the duration's buckets
 * @param sizeBytes the upper bounds of the buckets of both sizes
 * @param queue whose the line of waiting jobs is
 */
public record JobSettings(
    String prefix, List<Double> durationSeconds, List<Double> sizeBytes, Queue queue) {
  /** No prefix, durations from a second to ten minutes, sizes from 100 kB to 100 MB. */
  public static final JobSettings DEFAULT =
      new JobSettings(
          "",
          List.of(1.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0),
          List.of(100e3, 500e3, 1e6, 5e6, 10e6, 25e6, 50e6, 100e6),
          Queue.OF_EACH_WORKER);

  /** Whose the line of waiting jobs is. */
  public enum Queue {
    /** Every worker has jobs of its own waiting: what waits in all is their sum. */
    OF_EACH_WORKER,
    /** All workers take jobs from one line, in a database say: what was seen last is its length. */
    SHARED
  }

  public JobSettings {
    durationSeconds = List.copyOf(durationSeconds);
    sizeBytes = List.copyOf(sizeBytes);
  }

  /** The same with another prefix. */
  public JobSettings withPrefix(String other) {
    return new JobSettings(other, durationSeconds, sizeBytes, queue);
  }

  /** The same with other buckets for durations. */
  public JobSettings withDurationSeconds(List<Double> upperBounds) {
    return new JobSettings(prefix, upperBounds, sizeBytes, queue);
  }

  /** The same with other buckets for sizes. */
  public JobSettings withSizeBytes(List<Double> upperBounds) {
    return new JobSettings(prefix, durationSeconds, upperBounds, queue);
  }

  /** The same with another kind of queue. */
  public JobSettings withQueue(Queue other) {
    return new JobSettings(prefix, durationSeconds, sizeBytes, other);
  }
}
