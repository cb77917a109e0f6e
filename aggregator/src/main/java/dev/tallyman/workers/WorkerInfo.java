package dev.tallyman.workers;

import dev.tallyman.model.LossCounts;
import dev.tallyman.scan.ScannedWorker;
import dev.tallyman.tally.TallyHeader;
import java.util.UUID;

/**
 * What is known of a worker, but for its values.
 *
 * <p>Threading: immutable.
 *
 * @param header who it is
 * @param file the name of its file
 * @param state where it stands
 * @param lastWriteMillis when it was last seen to record, in milliseconds since the epoch; 0 if
 *     that is not known
 * @param endedMillis when it was found dead; 0 if it lives
 * @param series how many series it has
 * @param bytes how much of its file is in use
 * @param losses what it had to leave out
 */
public record WorkerInfo(
    TallyHeader header,
    String file,
    WorkerState state,
    long lastWriteMillis,
    long endedMillis,
    int series,
    long bytes,
    LossCounts losses) {

  static WorkerInfo of(
      ScannedWorker worker, WorkerState state, long lastWriteMillis, long endedMillis) {
    return new WorkerInfo(
        worker.header(),
        String.valueOf(worker.path().getFileName()),
        state,
        lastWriteMillis,
        endedMillis,
        worker.series().size(),
        worker.usedBytes(),
        worker.losses());
  }

  /** Its identity: the random id of its first file, which those that carry on have too. */
  public UUID id() {
    return header.origin();
  }

  WorkerInfo asFolded() {
    return new WorkerInfo(
        header, file, WorkerState.FOLDED, lastWriteMillis, endedMillis, series, bytes, losses);
  }
}
