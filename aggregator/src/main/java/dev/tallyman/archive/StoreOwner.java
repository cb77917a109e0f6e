package dev.tallyman.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that this process owns the store, by a lock that ends with the process, however it ends.
 *
 * <p>Threading: one thread at a time.
 */
final class StoreOwner implements AutoCloseable {
  static final String FILE = "owner";

  private static final System.Logger LOG = System.getLogger(StoreOwner.class.getPackageName());
  private static final int HOLDER_BYTES_LIMIT = 64;

  /** Closing any channel of the file, even a second one, would drop this process's lock. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final Object fileKey;
  private final FileChannel channel;

  /** Held strongly: were it collected, the lock would go with it. */
  private final FileLock lock;

  private StoreOwner(Path directory, FileChannel channel, FileLock lock) throws IOException {
    this.directory = directory;
    this.fileKey = StoreDirectory.fileKey(directory.resolve(FILE));
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @throws ArchiveHeldException if another process has it; the message says which
   */
  static StoreOwner take(Path path) throws IOException {
    Path directory = path.toRealPath();
    String self = "pid=" + ProcessHandle.current().pid();
    if (!HELD_HERE.add(directory)) {
      throw new ArchiveHeldException(path, self);
    }
    try {
      FileChannel channel =
          FileChannel.open(
              directory.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        FileLock lock = lock(channel, path);
        sayWho(channel, self);
        return new StoreOwner(directory, channel, lock);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      HELD_HERE.remove(directory);
      throw e;
    }
  }

  /** The lock is what counts: it is good on a full disk too, where there is no room for a name. */
  private static void sayWho(FileChannel channel, String self) {
    try {
      // Always as long, so that nothing of an earlier one is left.
      int unused = channel.write(StandardCharsets.UTF_8.encode("%-23s%n".formatted(self)), 0);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "can't say who owns the archive: " + e.getMessage());
    }
  }

  /** Whether the lock still keeps others away: whoever removes the file lets them in. */
  boolean isInPlace() throws IOException {
    Path file = directory.resolve(FILE);
    return Files.exists(file) && fileKey.equals(StoreDirectory.fileKey(file));
  }

  /**
   * Checks that nobody has the lock now, without keeping it.
   *
   * @throws ArchiveHeldException if another process has it; the message says which
   */
  static void requireNone(Path path) throws IOException {
    Path file = path.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    if (HELD_HERE.contains(path.toRealPath())) {
      throw new ArchiveHeldException(path, "pid=" + ProcessHandle.current().pid());
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      lock(channel, path).release();
    }
  }

  private static FileLock lock(FileChannel channel, Path path) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      ByteBuffer holder = ByteBuffer.allocate(HOLDER_BYTES_LIMIT);
      int unused = channel.read(holder, 0);
      String text = StandardCharsets.UTF_8.decode(holder.flip()).toString().strip();
      throw new ArchiveHeldException(path, text);
    }
    return lock;
  }

  @Override
  public void close() throws IOException {
    if (lock.isValid()) {
      lock.release();
    }
    channel.close();
    HELD_HERE.remove(directory);
  }
}
