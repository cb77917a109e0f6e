package dev.tallyman.examples.bricklayers;

import java.util.Locale;

/** Makes G-code, as the program does that divides a model into layers. */
final class Slicer {
  /** Begins a file in which amounts are relative to the last move. */
  static final String RELATIVE = "M83\n";

  /** Begins a file of the other kind. */
  static final String ABSOLUTE = "M82\n";

  private static final int POINTS = 240;
  private static final int WALLS = 4;

  private Slicer() {}

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
}
