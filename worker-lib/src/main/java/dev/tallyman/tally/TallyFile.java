package dev.tallyman.tally;

import dev.tallyman.failpoint.Failpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one tally file that this process owns: birth, growth, publication.
 *
 * <p>Born under a hidden name, locked, filled, then renamed into sight, so nobody ever sees a
 * living file unlocked or half made. Every byte is really written as a zero before it is mapped: a
 * full disk is an {@link IOException} here, and never a fault in a thread that counts.
 *
 * <p>Threading: one thread at a time, but for the slots of the blocks it hands out.
 */
final class TallyFile implements AutoCloseable {
  private static final int FIRST_EXTENT = 64 << 10;
  private static final int LARGEST_EXTENT = 16 << 20;
  private static final Set<StandardOpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      permissions("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
      permissions("rwx------");

  /**
   * Files that this JVM owns, with their file keys. Closing any descriptor of such a file would
   * drop its lock, so readers in the same JVM leave them alone, whatever road leads to them.
   */
  private static final Map<Path, Object> OWNED = new ConcurrentHashMap<>();

  private final Path path;
  private final FileChannel channel;

  /** Held strongly for the life of the file: were it collected, the lock would go with it. */
  private final FileLock lock;

  private final ByteBuffer header;
  private final Object fileKey;
  private ByteBuffer extent;
  private long extentStart;
  private long end = TallyLayout.HEADER_LENGTH;

  private TallyFile(Path path, FileChannel channel, FileLock lock, ByteBuffer first, Object key) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
    this.header = first;
    this.extent = first;
    this.fileKey = key;
  }

  /** Whether this JVM owns the file at a path. */
  static boolean isOwnedHere(Path path) {
    return OWNED.containsKey(path.toAbsolutePath().normalize());
  }

  /** Whether this JVM owns the file with a key, as {@link BasicFileAttributes#fileKey} gives it. */
  static boolean isKeyOwnedHere(@Nullable Object fileKey) {
    return fileKey != null && OWNED.containsValue(fileKey);
  }

  /**
   * Makes a locked file under a hidden name.
   *
   * @throws IOException if the directory or the file can't be made, or the disk is full
   */
  static TallyFile create(Path directory, TallyHeader header) throws IOException {
    return UninterruptedIo.run(
        () -> {
          prepare(directory);
          Path path = directory.resolve(header.id() + TallyDirectory.SUFFIX);
          Path hidden = hidden(path);
          FileChannel channel = FileChannel.open(hidden, NEW_FILE, OWNER_ONLY);
          Failpoint.BIRTH_CREATED.pass();
          try {
            TallyFile file = birth(path, hidden, channel);
            header.write(file.header);
            file.commit();
            OWNED.put(path.toAbsolutePath().normalize(), file.fileKey);
            return file;
          } catch (IOException | RuntimeException | OutOfMemoryError e) {
            channel.close();
            Files.deleteIfExists(hidden);
            throw e;
          }
        });
  }

  private static TallyFile birth(Path path, Path hidden, FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      throw new IOException("file is locked by another process: file=" + hidden);
    }
    Failpoint.BIRTH_LOCKED.pass();
    ByteBuffer first = mapZeros(channel, 0, FIRST_EXTENT);
    Failpoint.BIRTH_ZEROED.pass();
    BasicFileAttributes attributes = Files.readAttributes(hidden, BasicFileAttributes.class);
    return new TallyFile(
        path, channel, lock, first, Objects.requireNonNull(attributes.fileKey(), "file key"));
  }

  private static void prepare(Path directory) throws IOException {
    if (Files.isSymbolicLink(directory)) {
      throw new IOException("directory is a symbolic link: directory=" + directory);
    }
    if (!Files.isDirectory(directory)) {
      try {
        Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
      } catch (FileAlreadyExistsException e) {
        throw new IOException("not a directory: directory=" + directory, e);
      }
    }
  }

  /** Renames the file into sight: from now on it is counted. */
  void show() throws IOException {
    Failpoint.BIRTH_FILLED.pass();
    UninterruptedIo.run(() -> Files.move(hidden(path), path, StandardCopyOption.ATOMIC_MOVE));
    Failpoint.BIRTH_SHOWN.pass();
  }

  /** Whether the path still leads to this very file. */
  boolean isInPlace() throws IOException {
    return FileKeys.leadsTo(path, fileKey);
  }

  /** Whether so much is used that the rest should be kept for new series. */
  boolean isHalfFull() {
    return end > TallyLayout.FILE_LIMIT / 2;
  }

  Path path() {
    return path;
  }

  /** Appends a record; it is not seen before {@link #commit}. */
  void append(ByteBuffer record) throws IOException {
    int length = record.getInt(TallyLayout.LENGTH_AT);
    reserve(length);
    extent.put(position(), record, 0, record.capacity());
    end += length;
  }

  /** Appends a lane of a block and hands out the memory of the record's slots, all zeros. */
  ByteBuffer appendLane(LaneHead lane) throws IOException {
    int length = lane.recordLength();
    int gap = (int) (-end & (TallyLayout.BLOCK_ALIGNMENT - 1));
    reserve(gap + length);
    gap = (int) (-end & (TallyLayout.BLOCK_ALIGNMENT - 1));
    if (gap > 0) {
      append(RecordWriter.pad(gap));
    }
    ByteBuffer head = RecordWriter.block(lane);
    extent.put(position(), head, 0, head.capacity());
    ByteBuffer slots =
        extent.slice(position() + TallyLayout.BLOCK_SLOTS_AT, lane.slotsInRecord() * Long.BYTES);
    end += length;
    return slots.order(TallyLayout.ORDER);
  }

  /** Appends an exemplar's cell and hands out the memory of its copies, all zeros. */
  ByteBuffer appendExemplar(ExemplarCells.Place place) throws IOException {
    reserve(TallyLayout.EXEMPLAR_LENGTH);
    ByteBuffer head = RecordWriter.exemplar(place);
    extent.put(position(), head, 0, head.capacity());
    ByteBuffer copies =
        extent.slice(
            position() + TallyLayout.EXEMPLAR_COPIES_AT, 2 * TallyLayout.EXEMPLAR_COPY_LENGTH);
    end += TallyLayout.EXEMPLAR_LENGTH;
    return copies.order(TallyLayout.ORDER);
  }

  /** Publishes all that was appended: readers take this length first, with {@link TallyReader}. */
  void commit() {
    TallyLayout.LONGS.setRelease(header, TallyLayout.COMMITTED_AT, end);
  }

  /** Adds to one of the counts in the header. */
  void count(int headerOffset, long n) {
    long unused = (long) TallyLayout.LONGS.getAndAdd(header, headerOffset, n);
  }

  /** Sets one of the counts in the header. */
  void put(int headerOffset, long n) {
    TallyLayout.LONGS.setRelease(header, headerOffset, n);
  }

  long get(int headerOffset) {
    return (long) TallyLayout.LONGS.getAcquire(header, headerOffset);
  }

  /** Lets go of the lock: to everybody else the worker is dead. Its memory stays mapped. */
  @Override
  public void close() throws IOException {
    OWNED.remove(path.toAbsolutePath().normalize());
    lock.release();
    channel.close();
    Files.deleteIfExists(hidden(path));
  }

  /** Takes it out of sight, if it is still in it, and lets go of the lock. */
  void remove() throws IOException {
    try {
      Files.deleteIfExists(path);
    } finally {
      close();
    }
  }

  private int position() {
    return (int) (end - extentStart);
  }

  private void reserve(int length) throws IOException {
    int rest = extent.capacity() - position();
    if (length <= rest) {
      return;
    }
    long newStart = extentStart + extent.capacity();
    long doubled = Math.min(newStart, LARGEST_EXTENT);
    int capacity = (int) Math.max(doubled, TallyLayout.aligned(length, FIRST_EXTENT));
    if (newStart + capacity > TallyLayout.FILE_LIMIT) {
      throw new IOException("tally file is at its limit: bytes=" + TallyLayout.FILE_LIMIT);
    }
    ByteBuffer next = UninterruptedIo.run(() -> mapZeros(channel, newStart, capacity));
    if (rest > 0) {
      extent.put(position(), RecordWriter.pad(rest), 0, TallyLayout.PAYLOAD_AT);
    }
    extent = next;
    extentStart = newStart;
    end = newStart;
  }

  private static ByteBuffer mapZeros(FileChannel channel, long start, int length)
      throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(FIRST_EXTENT);
    for (long at = start; at < start + length; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), start + length - at));
      at += channel.write(zeros, at);
    }
    return channel.map(FileChannel.MapMode.READ_WRITE, start, length).order(TallyLayout.ORDER);
  }

  private static Path hidden(Path path) {
    return path.resolveSibling("." + path.getFileName() + TallyDirectory.BEING_BORN);
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
