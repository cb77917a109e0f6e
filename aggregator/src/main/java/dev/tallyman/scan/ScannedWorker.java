package dev.tallyman.scan;

import dev.tallyman.model.WorkerReading;
import dev.tallyman.tally.TallyHeader;
import java.nio.file.Path;

/**
 * What one worker has recorded, and in which file.
 *
 * <p>Threading: as {@link WorkerReading}.
 */
public interface ScannedWorker extends WorkerReading {
  /** Who wrote the file. */
  TallyHeader header();

  /** Where the file was found; it may be gone. */
  Path path();

  /** How many bytes of the file are in use. */
  long usedBytes();
}
