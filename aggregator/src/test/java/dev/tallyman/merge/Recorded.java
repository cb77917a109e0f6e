package dev.tallyman.merge;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A worker that has recorded what a test says. */
public final class Recorded implements WorkerReading {
  private final Worker worker;
  private final List<SeriesReading> parts = new ArrayList<>();
  private long created = 1_000;

  private Recorded(Worker worker) {
    this.worker = worker;
  }

  public static Recorded live(int pid) {
    return new Recorded(new Worker(new UUID(1, pid), pid, "", 1_000 + pid, true));
  }

  public static Recorded dead(int pid) {
    return new Recorded(new Worker(new UUID(1, pid), pid, "", 1_000 + pid, false));
  }

  public static Recorded named(int pid, String name) {
    return new Recorded(new Worker(new UUID(1, pid), pid, name, 1_000 + pid, true));
  }

  /** As the archive keeps a dead worker's gauges: younger than all the living. */
  public static Recorded inArchive(int id, int pid) {
    return new Recorded(new Worker(new UUID(2, id), pid, "", Long.MAX_VALUE, false));
  }

  /** One of several workers with the same pid. */
  public static Recorded alike(int id, int pid) {
    return new Recorded(new Worker(new UUID(1, id), pid, "", 1_000 + id, true));
  }

  /** The same worker, alive or dead. */
  public Recorded as(boolean live) {
    Worker other =
        new Worker(worker.id(), worker.pid(), worker.name(), worker.createdMillis(), live);
    Recorded copy = new Recorded(other);
    copy.parts.addAll(parts);
    return copy;
  }

  /** When the parts that come next were begun. */
  public Recorded created(long millis) {
    created = millis;
    return this;
  }

  public Recorded counter(Family family, List<String> labels, long whole, double fraction) {
    return add(new Part(family, labels, new long[] {whole}, fraction, 0));
  }

  public Recorded gauge(Family family, double value, long setAt) {
    return add(new Part(family, List.of(), new long[0], value, setAt));
  }

  public Recorded distribution(Family family, double sum, long... buckets) {
    return add(new Part(family, List.of(), buckets, sum, 0));
  }

  /** A histogram with native buckets, or a summary with quantiles. */
  public Recorded sketch(Family family, double sum, Sketch sketch, long... classic) {
    Part part = new Part(family, List.of(), classic, sum, 0);
    part.sketch.add(sketch);
    return add(part);
  }

  public Recorded flags(Family family, List<String> labels, long... flags) {
    return add(new Part(family, labels, flags, 0, 0));
  }

  /** Workers with all kinds of metrics, and fractions that no sum of doubles gets right. */
  public static List<Recorded> randomWorkers(Random random) {
    return randomWorkers(random, 1);
  }

  /** The same, with process ids from a first one on. */
  public static List<Recorded> randomWorkers(Random random, int firstPid) {
    Family requests = Family.of("requests", MetricType.COUNTER, "", List.of("path"));
    Family size = Family.of("size", MetricType.SUMMARY, "", List.of());
    Family latency = Family.histogram("latency", List.of(.1, 1.0), "", List.of());
    Family other = Family.histogram("latency", List.of(.5, 1.0), "", List.of());
    List<Recorded> workers = new ArrayList<>();
    for (int pid = firstPid; pid <= firstPid + 1 + random.nextInt(10); pid++) {
      Recorded worker = random.nextBoolean() ? Recorded.live(pid) : Recorded.dead(pid);
      if (random.nextInt(4) == 0) {
        worker = random.nextBoolean() ? Recorded.alike(pid, 1) : Recorded.inArchive(pid, 1);
      }
      worker.created(1_000 + random.nextInt(5));
      for (int path = 0; path < 3; path++) {
        double fraction = random.nextDouble() * Math.pow(10, random.nextInt(20) - 8);
        worker.counter(requests, List.of("/" + path), random.nextInt(1_000), fraction);
      }
      worker.distribution(size, random.nextGaussian() * 1e9, random.nextInt(50));
      worker.distribution(
          random.nextInt(4) == 0 ? other : latency,
          random.nextDouble(),
          random.nextInt(9),
          random.nextInt(9),
          random.nextInt(9));
      double threshold = random.nextInt(5) == 0 ? .25 : 0;
      SketchRules rules = new SketchRules(random.nextInt(13) - 4, threshold, 160, null);
      worker.sketch(
          Family.nativeHistogram("native", rules, List.of(2.0), List.of()),
          random.nextGaussian(),
          randomSketch(random, rules),
          random.nextInt(3));
      QuantileRules quantiles = new QuantileRules(List.of(.1, .5, .99), .01, 0);
      worker.sketch(
          Family.quantiles("quantiles", quantiles, List.of()),
          random.nextGaussian(),
          randomSketch(random, quantiles.sketch()));
      worker.changing(random);
      for (GaugeMode mode : GaugeMode.values()) {
        Family gauge = Family.gauge("gauge_" + mode.label(), mode, "", List.of());
        worker.gauge(gauge, random.nextGaussian(), 1 + random.nextInt(5));
      }
      workers.add(worker);
    }
    return workers;
  }

  /** A histogram and a summary, whose kind another release of the worker has changed. */
  private void changing(Random random) {
    SketchRules rules = new SketchRules(3, 0, 160, null);
    QuantileRules quantiles = new QuantileRules(List.of(.5), .01, 0);
    List<Double> bounds = random.nextInt(4) == 0 ? List.of(-1.0, 0.0, 2.0) : List.of(.1, 1.0, 2.0);
    int kind = random.nextInt(3);
    long[] counts = {random.nextInt(9), random.nextInt(9), random.nextInt(9), random.nextInt(9)};
    double sum = random.nextGaussian();
    if (kind == 0) {
      distribution(Family.histogram("changing", bounds, "", List.of()), sum, counts);
    } else {
      List<Double> own = kind == 1 ? List.of() : bounds;
      Family family = Family.nativeHistogram("changing", rules, own, List.of());
      sketch(family, sum, randomSketch(random, rules), counts);
    }
    if (random.nextBoolean()) {
      Family family = Family.of("resized", MetricType.SUMMARY, "", List.of());
      distribution(family, sum, random.nextInt(50));
    } else {
      Family family = Family.quantiles("resized", quantiles, List.of());
      sketch(family, sum, randomSketch(random, quantiles.sketch()));
    }
  }

  /** Observations at a schema that is as fine as the rules say, or became coarser. */
  private static Sketch randomSketch(Random random, SketchRules rules) {
    Sketch sketch = new Sketch();
    sketch.addZeros(random.nextInt(2), rules.zeroThreshold());
    int coarser = random.nextInt(3);
    int schema = Math.max(ExponentialScale.COARSEST, rules.schema() - coarser);
    for (int i = 0; i < 3 + random.nextInt(20); i++) {
      sketch.observe(schema, random.nextGaussian() * Math.exp(random.nextInt(9) - 4));
    }
    return sketch;
  }

  Recorded add(SeriesReading part) {
    if (part instanceof Part own) {
      own.created = created;
    }
    parts.add(part);
    return this;
  }

  @Override
  public Worker worker() {
    return worker;
  }

  @Override
  public List<SeriesReading> series() {
    return parts;
  }

  @Override
  public LossCounts losses() {
    return LossCounts.NONE;
  }

  /** One series of it. */
  public static final class Part implements SeriesReading {
    private final Family family;
    private final List<String> labelValues;
    private final long[] counts;
    private final double value;
    private final long setAt;
    private final Sketch sketch = new Sketch();
    private long created;

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
      return created;
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
    public void addTo(Sketch other) {
      other.add(sketch);
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
