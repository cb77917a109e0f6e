package dev.tallyman.tally;

import dev.tallyman.model.FileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote a tally file. The identity is the random id; pid and name are for people to read.
 *
 * <p>Threading: immutable.
 *
 * @param id the worker's random 128-bit id
 * @param bootId the boot of the machine it was written in; all zeros where there is no such thing
 * @param pid the process id as the worker sees it; in containers many workers have the same
 * @param processStartMillis when the process started, in milliseconds since the epoch, or 0
 * @param createdMillis when the worker began to record, in milliseconds since the epoch
 * @param origin the id of the worker's first file; a file that carries on one that was removed
 *     under its worker has the same origin, and all that was counted in the one before
 * @param generation how many files of this origin there were before
 * @param workerName the worker's name, or empty
 */
public record TallyHeader(
    UUID id,
    UUID bootId,
    long pid,
    long processStartMillis,
    long createdMillis,
    UUID origin,
    long generation,
    String workerName) {

  /**
   * Reads the header of a file and leaves the rest.
   *
   * @throws TallyFormatException if it is no tally file, or none that this program can read
   * @throws IOException if it can't be read, or if this process writes it
   */
  public static TallyHeader of(Path file) throws IOException, TallyFormatException {
    try (TallyReader reader = TallyReader.open(file)) {
      return reader.header();
    }
  }

  /** Which file of its worker it is. */
  public FileId fileId() {
    return new FileId(origin, generation);
  }

  /** The most bytes of UTF-8 that a worker's name may have. */
  public static final int WORKER_NAME_BYTES_LIMIT = TallyLayout.NAME_BYTES_LIMIT;

  private static final Path RANDOM_ID = Path.of("/proc/sys/kernel/random/uuid");
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final UUID NONE = new UUID(0, 0);

  /**
   * Checks that a worker's name fits into a header.
   *
   * @throws IllegalArgumentException if it does not
   */
  static void checkName(String workerName) {
    int length = workerName.getBytes(StandardCharsets.UTF_8).length;
    if (length > WORKER_NAME_BYTES_LIMIT) {
      throw new IllegalArgumentException(
          "worker name too long: bytes="
              + length
              + ", limit="
              + WORKER_NAME_BYTES_LIMIT
              + ", name="
              + workerName);
    }
  }

  /** The header of the first file of this process, or of one that carries on another. */
  static TallyHeader ofThisProcess(String workerName, @Nullable TallyHeader before, Clock clock) {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    UUID id = randomId();
    long created = before == null ? clock.millis() : before.createdMillis;
    UUID origin = before == null ? id : before.origin;
    long generation = before == null ? 0 : before.generation + 1;
    return new TallyHeader(
        id, bootOfThisMachine(), self.pid(), start, created, origin, generation, workerName);
  }

  /** From the kernel where it can be, since Java's own way adds 20 ms to an application's start. */
  private static UUID randomId() {
    try {
      return UUID.fromString(Files.readString(RANDOM_ID).strip());
    } catch (IOException | IllegalArgumentException e) {
      return UUID.randomUUID();
    }
  }

  /** For people only, so a machine that does not tell is no reason not to count. */
  private static UUID bootOfThisMachine() {
    try {
      return UUID.fromString(Files.readString(BOOT_ID).strip());
    } catch (IOException | IllegalArgumentException e) {
      return NONE;
    }
  }

  /** Writes the immutable part of the header to the beginning of a buffer. */
  void write(ByteBuffer to) {
    to.putLong(TallyLayout.MAGIC_AT, TallyLayout.MAGIC);
    to.putShort(TallyLayout.MAJOR_AT, (short) TallyLayout.MAJOR);
    to.putShort(TallyLayout.MINOR_AT, (short) TallyLayout.MINOR);
    to.putInt(TallyLayout.HEADER_LENGTH_AT, TallyLayout.HEADER_LENGTH);
    putId(to, TallyLayout.WORKER_ID_AT, id);
    putId(to, TallyLayout.BOOT_ID_AT, bootId);
    to.putLong(TallyLayout.PID_AT, pid);
    to.putLong(TallyLayout.PROCESS_START_AT, processStartMillis);
    to.putLong(TallyLayout.CREATED_AT, createdMillis);
    putId(to, TallyLayout.ORIGIN_AT, origin);
    to.putLong(TallyLayout.GENERATION_AT, generation);
    byte[] name = workerName.getBytes(StandardCharsets.UTF_8);
    to.putInt(TallyLayout.NAME_LENGTH_AT, name.length);
    to.put(TallyLayout.NAME_AT, name);
    to.putInt(TallyLayout.HEADER_CHECKSUM_AT, TallyLayout.headerChecksum(to));
  }

  /** Reads a header from a buffer that holds all of it, and checks it. */
  static TallyHeader read(ByteBuffer from, Path file) throws TallyFormatException {
    if (from.getLong(TallyLayout.MAGIC_AT) != TallyLayout.MAGIC) {
      throw new TallyFormatException(TallyFormatException.Reason.NOT_A_TALLY_FILE, file, "magic");
    }
    int major = Short.toUnsignedInt(from.getShort(TallyLayout.MAJOR_AT));
    if (major != TallyLayout.MAJOR) {
      throw new TallyFormatException(
          TallyFormatException.Reason.UNKNOWN_VERSION,
          file,
          "major version: found=" + major + ", known=" + TallyLayout.MAJOR);
    }
    int headerLength = from.getInt(TallyLayout.HEADER_LENGTH_AT);
    int nameLength = from.getInt(TallyLayout.NAME_LENGTH_AT);
    if (headerLength != TallyLayout.HEADER_LENGTH
        || nameLength < 0
        || nameLength > TallyLayout.NAME_BYTES_LIMIT
        || from.getInt(TallyLayout.HEADER_CHECKSUM_AT) != TallyLayout.headerChecksum(from)) {
      throw new TallyFormatException(
          TallyFormatException.Reason.DAMAGED, file, "header checksum or length");
    }
    byte[] name = new byte[nameLength];
    from.get(TallyLayout.NAME_AT, name);
    return new TallyHeader(
        id(from, TallyLayout.WORKER_ID_AT),
        id(from, TallyLayout.BOOT_ID_AT),
        from.getLong(TallyLayout.PID_AT),
        from.getLong(TallyLayout.PROCESS_START_AT),
        from.getLong(TallyLayout.CREATED_AT),
        id(from, TallyLayout.ORIGIN_AT),
        from.getLong(TallyLayout.GENERATION_AT),
        new String(name, StandardCharsets.UTF_8));
  }

  private static void putId(ByteBuffer to, int index, UUID id) {
    to.putLong(index, id.getMostSignificantBits());
    to.putLong(index + Long.BYTES, id.getLeastSignificantBits());
  }

  private static UUID id(ByteBuffer from, int index) {
    return new UUID(from.getLong(index), from.getLong(index + Long.BYTES));
  }
}
