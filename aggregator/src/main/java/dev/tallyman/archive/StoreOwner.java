package dev.tallyman.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Says that this process owns the store, by a lock that ends with the process, however it ends.
 *
 * <p>Threading: one thread at a time.
 */
final class StoreOwner implements AutoCloseable {
  static final String FILE = "owner";

  private final FileChannel channel;

  /** Held strongly: were it collected, the lock would go with it. */
  private final FileLock lock;

  private StoreOwner(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @throws ArchiveException if another process has it; the message says which
   */
  static StoreOwner take(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new ArchiveException(directory, "another aggregator holds it, " + text(file));
      }
      ByteBuffer pid = StandardCharsets.UTF_8.encode("pid=" + ProcessHandle.current().pid() + "\n");
      channel.truncate(0);
      int unused = channel.write(pid, 0);
      return new StoreOwner(channel, lock);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by another aggregator in this very process.
      return null;
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  @Override
  public void close() throws IOException {
    if (lock.isValid()) {
      lock.release();
    }
    channel.close();
  }
}
