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
}
