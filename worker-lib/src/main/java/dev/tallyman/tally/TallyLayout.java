package dev.tallyman.tally;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Every offset of a tally file, version 1.1. All numbers are little-endian.
 *
 * <pre>
 *  header, 512 bytes                                record, repeated up to the committed length
 *  +---------------------------------------+        +---------------------------------------+
 *    0 magic "TALLYMAN"                             0 length of the whole record, 16 x n
 *    8 major (u16) | minor (u16)                      4 type (u16) | reserved (u16)
 *   12 header length (u32)                            8 checked length (u32)
 *   16 worker id (128 bits)                          12 checksum (CRC-32)
 *   32 boot id (128 bits)                           16 payload: FAMILY, SERIES, BLOCK, ...
 *   48 pid
 *   56 process start, epoch millis                  BLOCK, beginning at a multiple of 64
 *   64 created, epoch millis                          16 block number (u32) | lane (u32)
 *   72 origin (128 bits)                              24 slot count (u32) | kind (u32)
 *   88 worker name: length (u32), UTF-8               32 carried (u32) | reserved (u32)
 *  244 generation
 *  252 checksum of bytes 0 to 251 (CRC-32)            64 slot 0 | slot 1 | ...
 *  +- from here on values change ----------+        +---------------------------------------+
 *  256 committed length
 *  264 recordings dropped
 *  272 series that are not on disk
 *  280 look-ups of series over the limit
 *  288 settled
 *  296 carried on
 *  304 reserved
 *  +---------------------------------------+
 * </pre>
 *
 * <p>A record's checksum covers its first 12 bytes and as many payload bytes as its checked length
 * says: all of it, but for a block the 48 bytes before its slots. Lengths and types are checked by
 * the reader before anything else is believed.
 */
final class TallyLayout {
  static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ORDER);

  static final long MAGIC = 0x4e414d594c4c4154L; // the letters TALLYMAN, first letter lowest
  static final int MAJOR = 1;
  static final int MINOR = 1;

  static final int MAGIC_AT = 0;
  static final int MAJOR_AT = MAGIC_AT + Long.BYTES;
  static final int MINOR_AT = MAJOR_AT + Short.BYTES;
  static final int HEADER_LENGTH_AT = MINOR_AT + Short.BYTES;
  static final int WORKER_ID_AT = HEADER_LENGTH_AT + Integer.BYTES;
  static final int BOOT_ID_AT = WORKER_ID_AT + 16;
  static final int PID_AT = BOOT_ID_AT + 16;
  static final int PROCESS_START_AT = PID_AT + Long.BYTES;
  static final int CREATED_AT = PROCESS_START_AT + Long.BYTES;
  static final int ORIGIN_AT = CREATED_AT + Long.BYTES;
  static final int NAME_LENGTH_AT = ORIGIN_AT + 16;
  static final int NAME_AT = NAME_LENGTH_AT + Integer.BYTES;
  static final int HEADER_CHECKSUM_AT = 252;
  static final int GENERATION_AT = HEADER_CHECKSUM_AT - Long.BYTES;
  static final int NAME_BYTES_LIMIT = GENERATION_AT - NAME_AT;

  static final int COMMITTED_AT = 256;
  static final int DROPPED_AT = COMMITTED_AT + Long.BYTES;
  static final int NOT_ON_DISK_AT = DROPPED_AT + Long.BYTES;
  static final int OVER_LIMIT_AT = NOT_ON_DISK_AT + Long.BYTES;
  static final int SETTLED_AT = OVER_LIMIT_AT + Long.BYTES;
  static final int CARRIED_ON_AT = SETTLED_AT + Long.BYTES;
  static final int HEADER_LENGTH = 512;

  static final int LENGTH_AT = 0;
  static final int TYPE_AT = LENGTH_AT + Integer.BYTES;
  static final int CHECKED_LENGTH_AT = TYPE_AT + Integer.BYTES;
  static final int CHECKSUM_AT = CHECKED_LENGTH_AT + Integer.BYTES;
  static final int PAYLOAD_AT = CHECKSUM_AT + Integer.BYTES;
  static final int RECORD_ALIGNMENT = 16;

  static final int PAD = 1;
  static final int FAMILY = 2;
  static final int SERIES = 3;
  static final int BLOCK = 4;
  static final int PAGE = 5;

  /**
   * How many exponential buckets a page has, and by what shift a bucket's number gives its page.
   */
  static final int PAGE_BITS = 4;

  static final int PAGE_BUCKETS = 1 << PAGE_BITS;

  /** The slots of a page: first the sum of what fell into it, then its buckets. */
  static final int PAGE_SLOTS = SlotMap.FIRST_IN_PAGE + PAGE_BUCKETS;

  static final int EXEMPLAR = 6;

  static final int BLOCK_NUMBER_AT = PAYLOAD_AT;
  static final int BLOCK_LANE_AT = BLOCK_NUMBER_AT + Integer.BYTES;
  static final int BLOCK_SLOT_COUNT_AT = BLOCK_LANE_AT + Integer.BYTES;
  static final int BLOCK_KIND_AT = BLOCK_SLOT_COUNT_AT + Integer.BYTES;
  static final int BLOCK_CARRIED_AT = BLOCK_KIND_AT + Integer.BYTES;
  static final int BLOCK_SLOTS_AT = 64;
  static final int BLOCK_ALIGNMENT = 64;

  static final int EXEMPLAR_CHECKED_LENGTH = 4 * Integer.BYTES;
  static final int EXEMPLAR_COPIES_AT = PAYLOAD_AT + EXEMPLAR_CHECKED_LENGTH;
  static final int EXEMPLAR_COPY_LENGTH = 256;
  static final int EXEMPLAR_LENGTH = EXEMPLAR_COPIES_AT + 2 * EXEMPLAR_COPY_LENGTH;

  /** No file grows beyond it, and no reader looks at a larger one. */
  static final int FILE_LIMIT = 64 << 20;

  /** The kinds of block: its slots stand alone, or are summed over all its lanes. */
  static final int KIND_SHARED = 0;

  static final int KIND_SUMMED = 1;

  /**
   * What of a lane is in the file before as well: nothing, all, or what stands behind the slots.
   */
  static final int CARRIED_NOTHING = 0;

  static final int CARRIED_ALL = 1;
  static final int CARRIED_START = 2;

  private TallyLayout() {}

  /** The length of a record with this many bytes of payload. */
  static int recordLength(int payloadBytes) {
    return aligned(PAYLOAD_AT + payloadBytes, RECORD_ALIGNMENT);
  }

  /** The length of a block record with this many slots. */
  static int blockLength(int slotCount) {
    return aligned(BLOCK_SLOTS_AT + slotCount * Long.BYTES, BLOCK_ALIGNMENT);
  }

  static int aligned(int length, int alignment) {
    return (length + alignment - 1) & -alignment;
  }

  /** The checksum of the record at this index of a buffer that holds at least its checked part. */
  static int recordChecksum(ByteBuffer buffer, int index, int checkedLength) {
    CRC32 crc = new CRC32();
    crc.update(buffer.slice(index, CHECKSUM_AT));
    crc.update(buffer.slice(index + PAYLOAD_AT, checkedLength));
    return (int) crc.getValue();
  }

  /** The checksum of a header. */
  static int headerChecksum(ByteBuffer header) {
    CRC32 crc = new CRC32();
    crc.update(header.slice(0, HEADER_CHECKSUM_AT));
    return (int) crc.getValue();
  }
}
