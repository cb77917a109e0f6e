package dev.tallyman.merge;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Family;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A worker that has recorded what a test says. */
final class Recorded implements WorkerReading {
  private final Worker worker;
  private final List<Part> parts = new ArrayList<>();

  private Recorded(Worker worker) {
    this.worker = worker;
  }

  static Recorded live(int pid) {
    return new Recorded(new Worker(new UUID(1, pid), pid, "", 1_000 + pid, true));
  }

  static Recorded dead(int pid) {
    return new Recorded(new Worker(new UUID(1, pid), pid, "", 1_000 + pid, false));
  }

  static Recorded named(int pid, String name) {
    return new Recorded(new Worker(new UUID(1, pid), pid, name, 1_000 + pid, true));
  }

  Recorded counter(Family family, List<String> labels, long whole, double fraction) {
    return add(new Part(family, labels, new long[] {whole}, fraction, 0));
  }

  Recorded gauge(Family family, double value, long setAt) {
    return add(new Part(family, List.of(), new long[0], value, setAt));
  }

  Recorded distribution(Family family, double sum, long... buckets) {
    return add(new Part(family, List.of(), buckets, sum, 0));
  }

  Recorded flags(Family family, List<String> labels, long... flags) {
    return add(new Part(family, labels, flags, 0, 0));
  }

  private Recorded add(Part part) {
    parts.add(part);
    return this;
  }

  @Override
  public Worker worker() {
    return worker;
  }

  @Override
  public List<Part> series() {
    return parts;
  }

  static final class Part implements SeriesReading {
    private final Family family;
    private final List<String> labelValues;
    private final long[] counts;
    private final double value;
    private final long setAt;

    Part(Family family, List<String> labelValues, long[] counts, double value, long setAt) {
      this.family = family;
      this.labelValues = labelValues;
      this.counts = counts;
      this.value = value;
      this.setAt = setAt;
    }

    @Override
    public Family family() {
      return family;
    }

    @Override
    public List<String> labelValues() {
      return labelValues;
    }

    @Override
    public long createdMillis() {
      return 1_000;
    }

    @Override
    public long wholeCount() {
      return counts[0];
    }

    @Override
    public void addTo(ExactSum sum) {
      sum.add(value);
    }

    @Override
    public long bucketCount(int bucket) {
      return counts[bucket];
    }

    @Override
    public double gaugeValue() {
      return value;
    }

    @Override
    public long gaugeSetAtMillis() {
      return setAt;
    }

    @Override
    public boolean flag(int place) {
      return counts[place] != 0;
    }
  }
}
