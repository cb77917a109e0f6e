package dev.tallyman.model;

/**
 * Whether a series' numbers are ones that its type can have. Files may be damaged where no checksum
 * reaches, and scrapers refuse the whole page for one counter below zero.
 *
 * <p>Threading: stateless.
 */
public final class Soundness {
  private Soundness() {}

  /** Whether they are: counts not below zero, and not not-a-number. */
  public static boolean isSound(Family family, SeriesView series) {
    return switch (family.type()) {
      case COUNTER -> series.value() >= 0;
      case SUMMARY -> series.count() >= 0;
      case HISTOGRAM -> bucketsAreSound(family, series);
      case NATIVE_HISTOGRAM -> series.sketch().isSound() && bucketsAreSound(family, series);
      case QUANTILE_SUMMARY -> series.sketch().isSound();
      case GAUGE, INFO, STATE_SET -> true;
    };
  }

  /** Whether one worker's part of a series is so; it is not for its sum to be judged. */
  public static boolean isSound(SeriesReading part) {
    return switch (part.family().type()) {
      case COUNTER -> part.wholeCount() >= 0 && fraction(part) >= 0;
      case SUMMARY -> part.bucketCount(0) >= 0;
      case HISTOGRAM -> bucketsAreSound(part, part.family().upperBounds().size() + 1);
      case NATIVE_HISTOGRAM ->
          sketchIsSound(part) && bucketsAreSound(part, part.family().upperBounds().size());
      case QUANTILE_SUMMARY -> sketchIsSound(part);
      case GAUGE, INFO, STATE_SET -> true;
    };
  }

  private static double fraction(SeriesReading part) {
    ExactSum sum = new ExactSum();
    part.addTo(sum);
    return sum.value();
  }

  private static boolean sketchIsSound(SeriesReading part) {
    Sketch sketch = new Sketch();
    part.addTo(sketch);
    return sketch.isSound();
  }

  private static boolean bucketsAreSound(Family family, SeriesView series) {
    long total = 0;
    for (int bucket = 0; bucket <= family.upperBounds().size(); bucket++) {
      long count = series.bucketCount(bucket);
      total += count;
      if (count < 0 || total < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean bucketsAreSound(SeriesReading part, int size) {
    long total = 0;
    for (int bucket = 0; bucket < size; bucket++) {
      long count = part.bucketCount(bucket);
      total += count;
      if (count < 0 || total < 0) {
        return false;
      }
    }
    return true;
  }
}
