package dev.tallyman.workers;

import dev.tallyman.scan.ScannedWorker;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Knows the workers.
 *
 * <p>Threading: safe for all threads.
 */
public interface WorkerSource {
  /**
   * All workers, as {@link Roster#list} has them.
   *
   * @throws IOException if they can't be looked at
   */
  List<WorkerInfo> workers() throws IOException;

  /**
   * Shows what a worker has recorded; not if it is not among those of a scan.
   *
   * @param id as {@link WorkerInfo#id} has it
   * @param visitor sees it, and must not keep it
   * @throws IOException if they can't be looked at
   */
  void read(UUID id, Consumer<ScannedWorker> visitor) throws IOException;
}
