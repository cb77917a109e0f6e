package dev.tallyman.tally;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes bad tally files out of good ones. Half of what it does keeps checksums right, so that the
 * checks behind the checksums are reached too.
 */
final class TallyMutations {
  private static final int[] TELLING = {
    0,
    1,
    -1,
    2,
    7,
    8,
    15,
    16,
    17,
    63,
    64,
    255,
    512,
    1 << 16,
    1 << 24,
    1 << 30,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 15,
    Integer.MIN_VALUE,
    -16
  };

  private final Random random;

  TallyMutations(long seed) {
    this.random = new Random(seed);
  }

  /** A bad copy; with bad luck a good one. */
  byte[] mutate(byte[] good) {
    byte[] file = good.clone();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      file = once(file);
    }
    return file;
  }

  private byte[] once(byte[] file) {
    if (file.length < TallyLayout.HEADER_LENGTH + TallyLayout.PAYLOAD_AT) {
      return grown(file);
    }
    return switch (random.nextInt(12)) {
      case 0 -> flipped(file);
      case 1 -> overwritten(file);
      case 2 -> Arrays.copyOf(file, random.nextInt(file.length));
      case 3 -> grown(file);
      case 4 -> noise(file);
      case 5 -> withCommitted(file, file.length + TELLING[random.nextInt(TELLING.length)]);
      case 6 -> headerField(file);
      case 7 -> spliced(file);
      case 8 -> withoutRecord(file);
      case 9 -> recordField(file);
      case 10 -> recordField(recordField(file));
      default -> payloadByte(file);
    };
  }

  private byte[] flipped(byte[] file) {
    file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
    return file;
  }

  private byte[] overwritten(byte[] file) {
    int from = random.nextInt(file.length);
    byte[] noise = new byte[Math.min(file.length - from, 1 + random.nextInt(64))];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, file, from, noise.length);
    return file;
  }

  private byte[] grown(byte[] file) {
    byte[] longer = Arrays.copyOf(file, file.length + 16 * (1 + random.nextInt(512)));
    boolean claimed = longer.length >= TallyLayout.HEADER_LENGTH && random.nextBoolean();
    return claimed ? withCommitted(longer, longer.length) : longer;
  }

  /** Noise behind a good header, now and then all of it. */
  private byte[] noise(byte[] file) {
    byte[] noise = new byte[file.length];
    random.nextBytes(noise);
    int keep = random.nextInt(8) == 0 ? 0 : TallyLayout.HEADER_LENGTH;
    System.arraycopy(file, 0, noise, 0, keep);
    return noise;
  }

  private byte[] headerField(byte[] file) {
    ByteBuffer bytes = bytes(file);
    int at = random.nextInt(TallyLayout.HEADER_CHECKSUM_AT - Integer.BYTES);
    bytes.putInt(at, telling());
    bytes.putInt(TallyLayout.HEADER_CHECKSUM_AT, TallyLayout.headerChecksum(bytes));
    return file;
  }

  /** Copies a record to another place, over what is there or in between. */
  private byte[] spliced(byte[] file) {
    List<Integer> records = records(file);
    int from = any(records);
    int to = any(records);
    int length = Math.min(length(file, from), file.length - from);
    byte[] record = Arrays.copyOfRange(file, from, from + length);
    int skipped = random.nextBoolean() ? 0 : Math.min(length(file, to), file.length - to);
    return replaced(file, to, skipped, record);
  }

  private byte[] withoutRecord(byte[] file) {
    int at = any(records(file));
    return replaced(file, at, Math.min(length(file, at), file.length - at), new byte[0]);
  }

  private byte[] recordField(byte[] file) {
    int at = any(records(file));
    int fields = (TallyLayout.BLOCK_SLOTS_AT - 1) / Integer.BYTES;
    int field = at + Integer.BYTES * random.nextInt(fields);
    if (field + Integer.BYTES <= file.length) {
      bytes(file).putInt(field, telling());
    }
    return withRecordChecksum(file, at);
  }

  private byte[] payloadByte(byte[] file) {
    int at = any(records(file));
    int byteAt = at + TallyLayout.PAYLOAD_AT + random.nextInt(64);
    if (byteAt < file.length) {
      file[byteAt] = (byte) random.nextInt();
    }
    return withRecordChecksum(file, at);
  }

  private static byte[] withRecordChecksum(byte[] file, int at) {
    ByteBuffer bytes = bytes(file);
    int room = file.length - at - TallyLayout.PAYLOAD_AT;
    if (room >= 0) {
      int checked = bytes.getInt(at + TallyLayout.CHECKED_LENGTH_AT);
      int covered = Math.max(0, Math.min(checked, room));
      bytes.putInt(at + TallyLayout.CHECKSUM_AT, TallyLayout.recordChecksum(bytes, at, covered));
    }
    return file;
  }

  private static byte[] replaced(byte[] file, int at, int skipped, byte[] inserted) {
    ByteBuffer to = ByteBuffer.allocate(file.length - skipped + inserted.length);
    to.put(file, 0, at).put(inserted).put(file, at + skipped, file.length - at - skipped);
    return withCommitted(to.array(), to.capacity());
  }

  private static byte[] withCommitted(byte[] file, long committed) {
    bytes(file).putLong(TallyLayout.COMMITTED_AT, committed);
    return file;
  }

  /** Where records begin, as far as their lengths make sense; never empty. */
  private static List<Integer> records(byte[] file) {
    List<Integer> found = new ArrayList<>();
    int at = TallyLayout.HEADER_LENGTH;
    while (at + TallyLayout.PAYLOAD_AT <= file.length) {
      found.add(at);
      int length = length(file, at);
      if (length < TallyLayout.PAYLOAD_AT || length > file.length - at) {
        break;
      }
      at += length;
    }
    return found;
  }

  private static int length(byte[] file, int at) {
    return Math.max(0, bytes(file).getInt(at + TallyLayout.LENGTH_AT));
  }

  private int any(List<Integer> records) {
    return records.get(random.nextInt(records.size()));
  }

  private int telling() {
    return random.nextInt(4) == 0 ? random.nextInt() : TELLING[random.nextInt(TELLING.length)];
  }

  private static ByteBuffer bytes(byte[] file) {
    return ByteBuffer.wrap(file).order(TallyLayout.ORDER);
  }
}
