package dev.tallyman.tally;

import dev.tallyman.model.ExactSum;
import dev.tallyman.tally.TallyFormatException.Reason;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * Reads one tally file again and again: a record once, the slots at every {@link #refresh}.
 *
 * <p>It never maps the file, since a mapping dies of a truncation, and trusts nothing in it. The
 * committed length is read first and by itself, then the records up to it, since one read over both
 * can show a length that is newer than the records.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a file that is not sound is a {@link TallyFormatException}. What was read before it
 * turned bad stays readable here.
 */
public final class TallyReader implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final Object fileKey;
  private final TallyHeader header;
  private final ReadCatalogue catalogue = new ReadCatalogue();
  private long[] headerCounts = new long[6];
  private ReadBuffer buffer = ReadBuffer.ofThisThread();
  private long parsed = TallyLayout.HEADER_LENGTH;

  /** Which bytes of the file the buffer holds while records are read. */
  private long windowStart;

  private int windowLength;

  private TallyReader(Path path, Intake.Opened opened) throws IOException, TallyFormatException {
    this.path = path;
    this.channel = opened.channel();
    this.fileKey = opened.fileKey();
    if (!buffer.read(channel, 0, TallyLayout.HEADER_LENGTH)) {
      throw new TallyFormatException(Reason.DAMAGED, path, "shorter than a header");
    }
    this.header = TallyHeader.read(buffer.bytes(), path);
  }

  /**
   * Opens a file and reads its header, following no link and never waiting on a pipe.
   *
   * @throws TallyFormatException if it is no tally file, or none that this program can read
   * @throws IOException if it can't be opened, or if this process writes it: closing it here would
   *     drop the lock that says so
   */
  public static TallyReader open(Path path) throws IOException, TallyFormatException {
    Intake.Opened opened = Intake.open(path);
    try {
      return new TallyReader(path, opened);
    } catch (IOException | TallyFormatException | RuntimeException e) {
      opened.channel().close();
      throw e;
    }
  }

  /** Where the file was found. */
  public Path path() {
    return path;
  }

  /** Who wrote it. */
  public TallyHeader header() {
    return header;
  }

  /** The families so far; the list only grows. */
  public List<FamilyEntry> families() {
    return Collections.unmodifiableList(catalogue.families());
  }

  /** How many families were passed over since their type is not known here. */
  public int familiesPassedOver() {
    return catalogue.familiesPassedOver();
  }

  /** The series so far; the list only grows. */
  public List<SeriesEntry> series() {
    return Collections.unmodifiableList(catalogue.series());
  }

  /** The same series, with what was read of them last; the list only grows. */
  public List<TallySeries> readings() {
    return Collections.unmodifiableList(catalogue.readings());
  }

  /** Recordings that the worker dropped because they made no sense. */
  public long dropped() {
    return headerCounts[1];
  }

  /** Series that the worker could not bring to disk. */
  public long notOnDisk() {
    return headerCounts[2];
  }

  /** How often a series was looked up that was one too many for the worker's limit. */
  public long overLimit() {
    return headerCounts[3];
  }

  /**
   * Whether all that was counted in the files before is in this one too. Until then the one before
   * is to be read.
   */
  public boolean isSettled() {
    return headerCounts[4] != 0;
  }

  /** Whether another file may carry this one on; it came into sight later than this was said. */
  public boolean isCarriedOn() {
    return headerCounts[5] != 0;
  }

  /**
   * Counts only what was not in the file before, until {@link #countAll}: all that was recorded
   * since threads began to go over to this one. What is set, and not summed, is not present then.
   * For files that are not settled only.
   */
  public void countNews() {
    catalogue.blocks().forEach(ReadBlock::countNews);
  }

  /** Counts all that is in the file, as a reader does from the start. */
  public void countAll() {
    catalogue.blocks().forEach(ReadBlock::countAll);
  }

  /** How many bytes of the file are in use. */
  public long committedBytes() {
    return headerCounts[0];
  }

  /** A slot that holds a whole number, summed over lanes. */
  public long count(SeriesEntry of, int slot) {
    return catalogue.blocks().get(of.block()).count(of.firstSlot() + slot);
  }

  /** Adds a slot that holds a double, all lanes of it. */
  public void addTo(ExactSum sum, SeriesEntry of, int slot) {
    catalogue.blocks().get(of.block()).addTo(sum, of.firstSlot() + slot);
  }

  /** A slot that holds a double which was set. */
  public double value(SeriesEntry of, int slot) {
    return Double.longBitsToDouble(count(of, slot));
  }

  /**
   * Whether the worker holds its lock. Once false it stays false: nobody takes up another's file.
   *
   * @throws IOException if the lock can't be tried
   */
  public boolean isWriterAlive() throws IOException {
    try (FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      // Another reader in this JVM is trying it, and will find out.
      return true;
    }
  }

  /** Whether its path still leads to this very file. */
  public boolean isInPlace() throws IOException {
    return FileKeys.leadsTo(path, fileKey);
  }

  /**
   * Reads records that are new, then all slots.
   *
   * @throws TallyFormatException if the file is damaged or has shrunk
   * @throws IOException if it can't be read
   */
  public void refresh() throws IOException, TallyFormatException {
    buffer = ReadBuffer.ofThisThread();
    long[] counts = new long[headerCounts.length];
    if (!buffer.read(channel, TallyLayout.COMMITTED_AT, counts)) {
      throw new TallyFormatException(Reason.DAMAGED, path, "shorter than a header");
    }
    long committed = counts[0];
    if (committed > TallyLayout.FILE_LIMIT) {
      throw new TallyFormatException(Reason.TOO_LARGE, path, "too large: committed=" + committed);
    }
    if (committed < parsed
        || committed > channel.size()
        || committed % TallyLayout.RECORD_ALIGNMENT != 0) {
      throw new TallyFormatException(
          Reason.DAMAGED, path, "committed length: value=" + committed + ", read=" + parsed);
    }
    windowLength = 0;
    while (parsed < committed) {
      parsed += readRecord(committed);
    }
    headerCounts = counts;
    for (ReadBlock block : catalogue.blocks()) {
      if (!block.read(buffer, channel) || (!isSettled() && !block.readStarts(buffer, channel))) {
        throw damaged("slots past the end", block.slotCount());
      }
    }
    if (!catalogue.exemplars().read(buffer, channel)) {
      throw damaged("exemplar past the end", committed);
    }
  }

  private int readRecord(long committed) throws IOException, TallyFormatException {
    int at = window(TallyLayout.PAYLOAD_AT, committed);
    ByteBuffer bytes = buffer.bytes();
    int length = bytes.getInt(at + TallyLayout.LENGTH_AT);
    int checked = bytes.getInt(at + TallyLayout.CHECKED_LENGTH_AT);
    if (length < TallyLayout.PAYLOAD_AT
        || length % TallyLayout.RECORD_ALIGNMENT != 0
        || length > committed - parsed
        || checked < 0
        || checked > length - TallyLayout.PAYLOAD_AT) {
      throw damaged("record length", length);
    }
    at = window(TallyLayout.PAYLOAD_AT + checked, committed);
    bytes = buffer.bytes();
    if (bytes.getInt(at + TallyLayout.CHECKSUM_AT)
        != TallyLayout.recordChecksum(bytes, at, checked)) {
      throw damaged("checksum of record", length);
    }
    try {
      ByteBuffer record = bytes.slice(at, TallyLayout.PAYLOAD_AT + checked);
      catalogue.take(record.order(TallyLayout.ORDER), parsed, length);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw damaged("record: " + e.getMessage(), length);
    }
    return length;
  }

  /** Sees to it that so many bytes of the next record are in the buffer, and says where. */
  private int window(int bytes, long committed) throws IOException, TallyFormatException {
    if (parsed + bytes > windowStart + windowLength) {
      int room = (int) Math.min(committed - parsed, Math.max(bytes, ReadBuffer.BYTES));
      if (room < bytes || !buffer.read(channel, parsed, room)) {
        throw damaged("record past the end", bytes);
      }
      windowStart = parsed;
      windowLength = room;
    }
    return (int) (parsed - windowStart);
  }

  private TallyFormatException damaged(String what, long value) {
    return new TallyFormatException(
        Reason.DAMAGED, path, "bad " + what + ": offset=" + parsed + ", value=" + value);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
