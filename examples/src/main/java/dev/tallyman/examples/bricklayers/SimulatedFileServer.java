package dev.tallyman.examples.bricklayers;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Deletes as a file server over the network does: really, but for once in a while, when somebody
 * else has the file open.
 *
 * <p>Threading: safe for all threads.
 */
final class SimulatedFileServer implements Cleaner.Deletion {
  /** The first one of all fails, for a demo need not wait for hours; then one in so many. */
  private static final int ONE_FAILS_OF = 5_000;

  private final AtomicLong deletions = new AtomicLong();

  @Override
  public void of(Path file) throws IOException {
    if (deletions.getAndIncrement() % ONE_FAILS_OF == 0) {
      throw new FileSystemException(file.toString(), null, "device or resource busy");
    }
    Files.delete(file);
  }
}
