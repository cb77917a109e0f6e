package dev.tallyman.examples.bricklayers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Something that one of all workers does. It holds a lock on a file, which the kernel takes from it
 * when it dies, however it does; whoever asks next has it.
 *
 * <p>Threading: safe for all threads.
 */
final class Duty implements AutoCloseable {
  private final FileChannel file;
  private @Nullable FileLock lock;

  Duty(Path file) throws IOException {
    this.file = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Whether it is on this worker, now or since it was asked before. */
  synchronized boolean isMine() throws IOException {
    if (lock == null && file.isOpen()) {
      try {
        lock = file.tryLock();
      } catch (OverlappingFileLockException e) {
        // Another one in this very process has it.
        return false;
      }
    }
    return lock != null && lock.isValid();
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
