package dev.tallyman.scan;

import dev.tallyman.model.WorkerReading;
import java.util.List;

/**
 * What a scan found.
 *
 * <p>Threading: the readings are confined to the scan's caller, until the next scan.
 *
 * @param workers workers whose files could be read, in no order
 * @param skipped files that were left out, or whose values could not be brought up to date
 * @param dropped recordings that the workers dropped since they made no sense
 * @param overLimit recordings that went into overflow series
 * @param notOnDisk series that workers could not bring to disk
 */
public record ScanResult(
    List<? extends WorkerReading> workers,
    List<SkippedFile> skipped,
    long dropped,
    long overLimit,
    long notOnDisk) {
  public ScanResult {
    workers = List.copyOf(workers);
    skipped = List.copyOf(skipped);
  }
}
