package dev.tallyman.scan;

import dev.tallyman.model.FileId;
import java.util.UUID;

/**
 * Who keeps the counts of workers that have died.
 *
 * <p>Threading: as the scanner that it is given to.
 *
 * <p>Failure: all of it is taken or nothing; what was taken is kept, in memory if nowhere else.
 */
public interface DeadWorkers {
  /** The generation of a worker's last file that was taken, or -1 if none was. */
  long generationHeld(UUID origin);

  /**
   * Takes the counts of a file that nobody writes any more.
   *
   * @param file the file; those of earlier generations are in it
   * @param last its last reading
   */
  void take(FileId file, ScannedWorker last);
}
