package dev.tallyman.owner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that a directory is this process's, by a lock that ends with the process, however it ends.
 *
 * <p>Threading: one thread at a time.
 */
public final class Ownership implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Ownership.class.getPackageName());
  private static final int HOLDER_BYTES_LIMIT = 64;

  private static final Set<OpenOption> LOCKABLE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> MADE_IF_MISSING =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
  private static final FileAttribute<?> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** Closing any channel of the file, even a second one, would drop this process's lock. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  /** Held strongly: were it collected, the lock would go with it. */
  private final FileLock lock;

  private final Object fileKey;

  private Ownership(Path file, FileChannel channel, FileLock lock) throws IOException {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
    this.fileKey = fileKey(file);
  }

  /**
   * What can be owned.
   *
   * <p>Threading: immutable.
   *
   * @param what what the directory is, for messages
   * @param directory which must be there to be taken
   * @param file the name of the file that is locked
   */
  public record Place(String what, Path directory, String file) {
    private HeldException heldBy(String holder) {
      return new HeldException(what, directory, holder);
    }
  }

  /**
   * Takes the lock.
   *
   * @throws HeldException if another process has it; the message says which
   * @throws IOException if it can't be tried
   */
  public static Ownership take(Place place) throws IOException {
    Path file = place.directory().toRealPath().resolve(place.file());
    if (!HELD_HERE.add(file)) {
      throw place.heldBy(self());
    }
    try {
      FileChannel channel = FileChannel.open(file, MADE_IF_MISSING, OURS_ALONE);
      try {
        FileLock lock = lock(channel, place);
        sayWho(channel, place);
        return new Ownership(file, channel, lock);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      HELD_HERE.remove(file);
      throw e;
    }
  }

  /** The lock is what counts: it is good on a full disk too, where there is no room for a name. */
  private static void sayWho(FileChannel channel, Place place) {
    try {
      // Always as long, so that nothing of an earlier one is left.
      int unused = channel.write(StandardCharsets.UTF_8.encode("%-23s%n".formatted(self())), 0);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "can't say who owns the " + place.what() + ": " + e.getMessage());
    }
  }

  private static String self() {
    return "pid=" + ProcessHandle.current().pid();
  }

  /** Whether the lock still keeps others away: whoever removes the file lets them in. */
  public boolean isInPlace() throws IOException {
    try {
      return fileKey.equals(fileKey(file));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Object fileKey(Path file) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return Objects.requireNonNullElse(now.fileKey(), file);
  }

  /**
   * Checks that nobody has the lock now, without keeping it.
   *
   * @throws HeldException if somebody has it; the message says who
   * @throws IOException if that can't be found out
   */
  public static void requireNone(Place place) throws IOException {
    if (!Files.exists(place.directory().resolve(place.file()))) {
      return;
    }
    Path file = place.directory().toRealPath().resolve(place.file());
    if (HELD_HERE.contains(file)) {
      throw place.heldBy(self());
    }
    try (FileChannel channel = FileChannel.open(file, LOCKABLE)) {
      lock(channel, place).release();
    }
  }

  private static FileLock lock(FileChannel channel, Place place) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      ByteBuffer holder = ByteBuffer.allocate(HOLDER_BYTES_LIMIT);
      int unused = channel.read(holder, 0);
      throw place.heldBy(StandardCharsets.UTF_8.decode(holder.flip()).toString().strip());
    }
    return lock;
  }

  @Override
  public void close() throws IOException {
    if (lock.isValid()) {
      lock.release();
    }
    channel.close();
    HELD_HERE.remove(file);
  }
}
