package dev.tallyman.examples.bricklayers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Makes a print stronger: of the inner walls of a layer, every second one is laid half a layer
 * higher, so that walls interlock as bricks do. Points that make no difference are left out.
 *
 * <p>Reads G-code as PrusaSlicer writes it, with extrusion relative to the last move ({@code M83})
 * and comments that say what is being laid.
 *
 * <p>Threading: one thread, once.
 *
 * <p>Failure: {@link NotLayableException} for a file that it can't do this to, {@link
 * Deadline.MissedException} if it takes too long.
 */
final class Bricklaying {
  private final StringBuilder out = new StringBuilder();
  private final Wall wall = new Wall();
  private final Deadline deadline;
  private boolean relative;
  private boolean inner;
  private int innerWalls;
  private double x;
  private double y;
  private double z;
  private double height;

  /** Thrown for a file that is not what it should be. */
  static final class NotLayableException extends Exception {
    private static final long serialVersionUID = 1;

    NotLayableException(String reason) {
      super(reason);
    }
  }

  private Bricklaying(Deadline deadline) {
    this.deadline = deadline;
  }

  /** Turns one file into another. */
  static void lay(Path input, Path output, Deadline deadline)
      throws IOException, NotLayableException, Deadline.MissedException {
    Bricklaying work = new Bricklaying(deadline);
    try (BufferedReader lines = Files.newBufferedReader(input);
        Writer writer = Files.newBufferedWriter(output)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        work.take(line);
        writer.append(work.out);
        work.out.setLength(0);
      }
      work.finishWall();
      writer.append(work.out);
    }
  }

  private void take(String line) throws NotLayableException, Deadline.MissedException {
    if (isMove(line) && (has(line, 'X') || has(line, 'Y'))) {
      move(line);
      return;
    }
    finishWall();
    if (line.startsWith("M83")) {
      relative = true;
    } else if (line.startsWith(";LAYER_CHANGE")) {
      innerWalls = 0;
    } else if (line.startsWith(";TYPE:")) {
      inner = line.equals(";TYPE:Perimeter");
    } else if (line.startsWith(";Z:")) {
      z = number(line.substring(";Z:".length()));
    } else if (line.startsWith(";HEIGHT:")) {
      height = number(line.substring(";HEIGHT:".length()));
    }
    out.append(line).append('\n');
  }

  private void move(String line) throws NotLayableException, Deadline.MissedException {
    double toX = word(line, 'X', x);
    double toY = word(line, 'Y', y);
    if (has(line, 'E')) {
      if (!relative) {
        throw new NotLayableException("absolute extrusion: there is no M83");
      }
      if (wall.isEmpty()) {
        wall.begin(x, y);
      }
      wall.add(toX, toY, word(line, 'E', 0));
    } else {
      finishWall();
      out.append(line).append('\n');
    }
    x = toX;
    y = toY;
  }

  private void finishWall() throws Deadline.MissedException {
    if (!wall.isEmpty()) {
      boolean raised = inner && ++innerWalls % 2 == 0;
      if (raised) {
        moveUpTo(z + height / 2);
      }
      wall.print(out, deadline);
      if (raised) {
        moveUpTo(z);
      }
    }
    wall.clear();
  }

  private void moveUpTo(double level) {
    out.append(String.format(Locale.ROOT, "G1 Z%.3f\n", level));
  }

  private static boolean isMove(String line) {
    return line.startsWith("G1 ") || line.startsWith("G0 ");
  }

  private static boolean has(String line, char letter) {
    return line.indexOf(" " + letter) >= 0;
  }

  private static double word(String line, char letter, double otherwise)
      throws NotLayableException {
    int start = line.indexOf(" " + letter);
    if (start < 0) {
      return otherwise;
    }
    int end = line.indexOf(' ', start + 1);
    return number(line.substring(start + 2, end < 0 ? line.length() : end));
  }

  private static double number(String text) throws NotLayableException {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new NotLayableException("not a number: " + text);
    }
  }
}
