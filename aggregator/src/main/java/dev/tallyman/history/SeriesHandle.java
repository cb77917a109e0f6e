package dev.tallyman.history;

import dev.tallyman.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A series that is recorded again and again, as {@link Recorder} knows it.
 *
 * <p>Threading: one thread at a time.
 */
public final class SeriesHandle {
  private final String name;
  private final Labels labels;
  private @Nullable Head head;
  private ValueEncoder encoder = new ValueEncoder();
  private double value;
  private long putIn = -1;
  private boolean present;

  SeriesHandle(String name, Labels labels) {
    this.name = name;
    this.labels = labels;
  }

  String name() {
    return name;
  }

  Labels labels() {
    return labels;
  }

  @SuppressWarnings("ReferenceEquality") // each head is one of its own
  boolean isIn(Head other) {
    return head == other;
  }

  void enter(Head next) {
    head = next;
    encoder = new ValueEncoder();
  }

  void put(double next, long tick) {
    value = next;
    putIn = tick;
  }

  /** Writes the value that was put in this tick; if none was, that the series has left. */
  void write(long tick, BitWriter to) {
    present = putIn == tick;
    encoder.write(present ? value : Staleness.MARK, to);
  }

  /** Whether it had a value in the last tick. */
  boolean isPresent() {
    return present;
  }
}
