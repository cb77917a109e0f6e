package dev.tallyman.history;

/**
 * The samples of one series in one block.
 *
 * <p>Threading: confined to the visit it is shown in; the next series has the same object.
 */
public final class Column {
  private long[] times = {};
  private double[] values = {};
  private int first;
  private int end;

  /** Shows samples at these times, from the first one that is set on. */
  void begin(long[] blockTimes, int firstTick) {
    times = blockTimes;
    first = firstTick;
    end = firstTick;
    if (values.length < blockTimes.length) {
      values = new double[blockTimes.length];
    }
  }

  void add(double value) {
    values[end++] = value;
  }

  int firstTick() {
    return first;
  }

  /** How many samples there are, marks of staleness included. */
  public int size() {
    return end - first;
  }

  /** When a sample was taken, in milliseconds since the epoch; later than the one before. */
  public long millis(int sample) {
    return times[first + sample];
  }

  /** A sample's value, or {@link Staleness a mark} that the series had left. */
  public double value(int sample) {
    return values[first + sample];
  }
}
