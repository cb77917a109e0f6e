package dev.tallyman.examples.bricklayers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The files that visitors bring, made once.
 *
 * <p>Threading: immutable; nobody writes to the arrays.
 */
final class Models {
  /** How a slicer begins a file: amounts are relative to the last move. */
  private static final String RELATIVE = "M83\n";

  private static final int POINTS = 240;
  private static final int WALLS = 4;

  /** From a key ring to a lampshade. */
  private static final List<byte[]> PIPES =
      List.of(
          bytes(pipe(RELATIVE, 2)),
          bytes(pipe(RELATIVE, 6)),
          bytes(pipe(RELATIVE, 15)),
          bytes(pipe(RELATIVE, 45)));

  /** Takes a while, for its walls are the worst case of what makes them straight. */
  private static final byte[] FAN = bytes(fan(20_000));

  /** What nobody does in time. */
  private static final byte[] WIDE_FAN = bytes(fan(100_000));

  private static final byte[] ABSOLUTE = bytes(pipe("M82\n", 1));
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

  /** Round walls around each other, layer by layer. */
  static String pipe(String begin, int layers) {
    StringBuilder code = new StringBuilder(begin);
    for (int layer = 1; layer <= layers; layer++) {
      layer(code, layer);
      for (int wall = 0; wall <= WALLS; wall++) {
        double radius = 20 - 0.45 * wall;
        code.append(String.format(Locale.ROOT, "G1 X%.3f Y0.000 F9000\n", radius));
        code.append(wall == 0 ? ";TYPE:External perimeter\n" : ";TYPE:Perimeter\n");
        for (int i = 1; i <= POINTS; i++) {
          double angle = 2 * Math.PI * i / POINTS;
          line(code, radius * Math.cos(angle), radius * Math.sin(angle));
        }
      }
    }
    return code.toString();
  }

  /** One wall to and fro, a little farther each time. */
  static String fan(int folds) {
    StringBuilder code = new StringBuilder(RELATIVE);
    layer(code, 1);
    code.append("G1 X0.000 Y0.000 F9000\n;TYPE:Perimeter\n");
    for (int i = 1; i <= folds; i++) {
      line(code, 0.001 * i, (i % 2 == 0 ? 0.002 : -0.002) * i);
    }
    return code.toString();
  }

  private static void layer(StringBuilder code, int layer) {
    code.append(
        String.format(
            Locale.ROOT, ";LAYER_CHANGE\n;Z:%1$.1f\n;HEIGHT:0.2\nG1 Z%1$.1f F720\n", 0.2 * layer));
  }

  private static void line(StringBuilder code, double x, double y) {
    code.append(String.format(Locale.ROOT, "G1 X%.3f Y%.3f E0.03400\n", x, y));
  }

  private static byte[] bytes(String code) {
    return code.getBytes(StandardCharsets.US_ASCII);
  }
}
