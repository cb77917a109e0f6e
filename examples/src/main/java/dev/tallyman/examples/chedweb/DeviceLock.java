package dev.tallyman.examples.chedweb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a device that only one worker can: a lock on a file. The kernel takes it back
 * when the holder dies, however that happens.
 *
 * <p>Threading: safe for all threads.
 */
final class DeviceLock implements AutoCloseable {
  private final FileChannel file;
  private @Nullable FileLock lock;

  private DeviceLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens the file, and keeps it open: to close any channel of a file gives up all locks that this
   * process has on it.
   */
  static DeviceLock of(Path file) throws IOException {
    return new DeviceLock(
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  /** Whether this worker holds the device now; takes it if it is free. */
  synchronized boolean hold() throws IOException {
    if (lock == null && file.isOpen()) {
      try {
        lock = file.tryLock();
      } catch (OverlappingFileLockException e) {
        // Held by another part of this very process.
        return false;
      }
    }
    return lock != null;
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
