package dev.tallyman.examples.bricklayers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * The files that visitors bring, made once.
 *
 * <p>Threading: immutable; nobody writes to the arrays.
 */
final class Models {
  /** From a key ring to a lampshade. */
  private static final List<byte[]> PIPES =
      List.of(
          bytes(Slicer.pipe(Slicer.RELATIVE, 2)),
          bytes(Slicer.pipe(Slicer.RELATIVE, 6)),
          bytes(Slicer.pipe(Slicer.RELATIVE, 15)),
          bytes(Slicer.pipe(Slicer.RELATIVE, 45)));

  /** Takes a while, for its walls are the worst case of what makes them straight. */
  private static final byte[] FAN = bytes(Slicer.fan(20_000));

  /** What nobody does in time. */
  private static final byte[] WIDE_FAN = bytes(Slicer.fan(100_000));

  private static final byte[] ABSOLUTE = bytes(Slicer.pipe(Slicer.ABSOLUTE, 1));
  private static final byte[] HUGE = new byte[(int) Uploads.LARGEST_BYTES + 100_000];

  private static final int ONE_FAN_OF = 30;

  private Models() {}

  /** What people usually print. */
  static byte[] usual(Random random) {
    return random.nextInt(ONE_FAN_OF) == 0 ? FAN : PIPES.get(random.nextInt(PIPES.size()));
  }

  static byte[] small() {
    return PIPES.get(0);
  }

  static byte[] endless() {
    return WIDE_FAN;
  }

  /** Of a kind that can't be worked on. */
  static byte[] absolute() {
    return ABSOLUTE;
  }

  static byte[] tooLarge() {
    return HUGE;
  }

  private static byte[] bytes(String code) {
    return code.getBytes(StandardCharsets.US_ASCII);
  }
}
