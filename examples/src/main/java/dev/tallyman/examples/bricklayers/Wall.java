package dev.tallyman.examples.bricklayers;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.Locale;

/**
 * A line of plastic that a printer lays without lifting its nozzle.
 *
 * <p>Threading: one thread at a time.
 */
final class Wall {
  /** What no printer can tell from a straight line, in millimetres. */
  private static final double TOLERANCE = 0.0125;

  private double[] xs = new double[64];
  private double[] ys = new double[64];
  private double[] amounts = new double[64];
  private int points;

  /** A part of the line: the indices of its two ends. */
  private record Part(int from, int to) {}

  /** Begins where the nozzle is. */
  void begin(double x, double y) {
    points = 0;
    add(x, y, 0);
  }

  /** Goes on to a point; the amount is the plastic for the way there. */
  void add(double x, double y, double amount) {
    if (points == xs.length) {
      xs = Arrays.copyOf(xs, points * 2);
      ys = Arrays.copyOf(ys, points * 2);
      amounts = Arrays.copyOf(amounts, points * 2);
    }
    xs[points] = x;
    ys[points] = y;
    amounts[points] = amount;
    points++;
  }

  void clear() {
    points = 0;
  }

  boolean isEmpty() {
    return points == 0;
  }

  /** Writes the moves, without the points that make no difference. */
  void print(StringBuilder out, Deadline deadline) throws Deadline.MissedException {
    BitSet kept = kept(deadline);
    double amount = 0;
    for (int i = 1; i < points; i++) {
      amount += amounts[i];
      if (kept.get(i)) {
        out.append(String.format(Locale.ROOT, "G1 X%.3f Y%.3f E%.5f\n", xs[i], ys[i], amount));
        amount = 0;
      }
    }
  }

  /**
   * Ramer, Douglas and Peucker: the point farthest from the straight line stays, and divides the
   * line in two. Quick if it is near the middle, and square in the number of points if each time it
   * is near an end.
   */
  private BitSet kept(Deadline deadline) throws Deadline.MissedException {
    BitSet kept = new BitSet(points);
    kept.set(0);
    kept.set(points - 1);
    Deque<Part> parts = new ArrayDeque<>();
    parts.push(new Part(0, points - 1));
    while (!parts.isEmpty()) {
      deadline.check();
      Part part = parts.pop();
      int farthest = farthest(part);
      if (farthest > 0) {
        kept.set(farthest);
        parts.push(new Part(part.from, farthest));
        parts.push(new Part(farthest, part.to));
      }
    }
    return kept;
  }

  /** The index of the point that is farthest from the straight line; 0 if all are near. */
  private int farthest(Part part) {
    double x = xs[part.from];
    double y = ys[part.from];
    double dx = xs[part.to] - x;
    double dy = ys[part.to] - y;
    double length = Math.hypot(dx, dy);
    double farthest = TOLERANCE;
    int found = 0;
    for (int i = part.from + 1; i < part.to; i++) {
      // A loop ends where it begins; what counts then is the way from there.
      double distance =
          length == 0
              ? Math.hypot(xs[i] - x, ys[i] - y)
              : Math.abs(dx * (ys[i] - y) - dy * (xs[i] - x)) / length;
      if (distance > farthest) {
        farthest = distance;
        found = i;
      }
    }
    return found;
  }
}
