package dev.tallyman.scan;

import java.util.List;

/**
 * What a scan found.
 *
 * <p>Threading: the readings are confined to the scan's caller, until the next scan.
 *
 * @param workers workers whose files could be read and whose counts nobody has taken, in no order
 * @param skipped files that were left out, or whose values could not be brought up to date
 */
public record ScanResult(List<? extends ScannedWorker> workers, List<SkippedFile> skipped) {
  public ScanResult {
    workers = List.copyOf(workers);
    skipped = List.copyOf(skipped);
  }
}
