package dev.tallyman.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.tallyman.failpoint.Failpoint;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.Info;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.StateSet;
import dev.tallyman.metrics.Summary;
import dev.tallyman.model.GaugeMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/** A worker process that records what it is asked for on standard input, and says when it has. */
final class RecordingWorker {
  /** How many threads race: more than have lanes of their own, which wait for a new one. */
  static final int RACERS = 12;

  private final MetricRegistry registry;
  private final Counter counter;

  private RecordingWorker(Path directory) {
    this.registry = MetricRegistry.inDirectory(directory);
    this.counter = Counter.builder().name("asked_total").help("Asked for.").register(registry);
  }

  /**
   * Answers each line when it is done.
   *
   * @param args the directory
   */
  public static void main(String[] args) throws IOException {
    RecordingWorker worker = new RecordingWorker(Path.of(args[0]));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = (line + " ").split(" ", -1);
      System.out.println(worker.answer(words[0], words[1]));
    }
  }

  private String answer(String verb, String argument) throws IOException {
    switch (verb) {
      case "count" -> {
        for (int i = 0; i < Integer.parseInt(argument); i++) {
          counter.inc();
        }
      }
      case "types" -> everyType(Integer.parseInt(argument));
      case "series" -> series(Integer.parseInt(argument));
      case "classic", "native" -> amounts(verb).observe(Double.parseDouble(argument));
      case "plain", "quantiles" -> sizes(verb).observe(Double.parseDouble(argument));
      case "race" -> race(Path.of(argument));
      case "retire" -> retire(Integer.parseInt(argument));
      case "halt-at" -> System.setProperty(Failpoint.PROPERTY, argument);
      case "pid" -> {
        return Long.toString(ProcessHandle.current().pid());
      }
      default -> throw new IllegalArgumentException(verb);
    }
    return "done";
  }

  /** Records each type of metric once; all values differ from scale to scale. */
  private void everyType(int scale) {
    counter.inc(scale);
    Counter.builder()
        .name("fractions_total")
        .help("A counter of fractions.")
        .labelNames("size")
        .register(registry)
        .labelValues("small")
        .inc(0.1 * scale);
    for (GaugeMode mode : GaugeMode.values()) {
      Gauge.builder()
          .name("gauge_" + mode.name().toLowerCase(Locale.ROOT))
          .help("A gauge.")
          .multiprocessMode(mode)
          .register(registry)
          .set(scale);
    }
    Histogram histogram =
        Histogram.builder()
            .name("waited_seconds")
            .help("A histogram.")
            .classicUpperBounds(0.5, 1)
            .register(registry);
    histogram.observe(0.1 * scale);
    histogram.observe(scale);
    Histogram nativeToo =
        Histogram.builder()
            .name("weighed_grams")
            .help("A histogram with native buckets.")
            .classicAndNative()
            .classicUpperBounds(0.5, 1)
            .register(registry);
    nativeToo.observe(0.1 * scale);
    nativeToo.observe(scale);
    Summary.builder()
        .name("took_seconds")
        .help("A summary with quantiles.")
        .quantiles(0.1, 0.5, 1)
        .register(registry)
        .observe(scale);
    Summary.builder().name("sent_bytes").help("A summary.").register(registry).observe(10 * scale);
    Info.builder()
        .name("built_info")
        .help("An info.")
        .labelNames("version")
        .register(registry)
        .setLabelValues("v" + scale);
    StateSet.builder()
        .name("phase")
        .help("A state set.")
        .states("s1", "s2", "s4")
        .register(registry)
        .setTrue("s" + scale);
  }

  /** One histogram, of the kind that a release of the application gives it. */
  private Histogram amounts(String kind) {
    Histogram.Builder builder = Histogram.builder().name("amount").help("Of a kind.");
    return (kind.equals("native") ? builder.nativeOnly() : builder.classicUpperBounds(1, 10))
        .register(registry);
  }

  private Summary sizes(String kind) {
    Summary.Builder builder = Summary.builder().name("size").help("Of a kind.");
    return (kind.equals("quantiles") ? builder.quantiles(0.5) : builder).register(registry);
  }

  /** Counts in threads that never stop, and puts down in a file what each of them has counted. */
  private void race(Path acknowledged) throws IOException {
    try (FileChannel channel = FileChannel.open(acknowledged, CREATE, READ, WRITE)) {
      LongBuffer counts =
          channel.map(FileChannel.MapMode.READ_WRITE, 0, RACERS * Long.BYTES).asLongBuffer();
      for (int i = 0; i < RACERS; i++) {
        int place = i;
        Thread racer =
            new Thread(
                () -> {
                  for (long n = 1; ; n++) {
                    counter.inc();
                    counts.put(place, n);
                  }
                });
        racer.setDaemon(true);
        racer.start();
      }
    }
  }

  /** Makes gauges and takes them away. */
  private void retire(int count) {
    Gauge passing =
        Gauge.builder().name("passing").help("Gone.").labelNames("number").register(registry);
    for (int i = 0; i < count; i++) {
      passing.labelValues(Integer.toString(i)).set(i);
    }
    for (int i = 0; i < count; i++) {
      passing.remove(Integer.toString(i));
    }
  }

  private void series(int count) {
    Counter many =
        Counter.builder()
            .name("many_total")
            .help("Many series.")
            .labelNames("number")
            .register(registry);
    for (int i = 0; i < count; i++) {
      many.labelValues(Integer.toString(i)).inc();
    }
  }
}
