package dev.tallyman.benchmarks;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What metrics cost besides time: bytes of a worker's tally file for each series, how much later an
 * application is up, what the agent costs a tool, and what the aggregator takes. Prints Markdown
 * tables.
 */
final class FootprintReport {
  private static final int[] SERIES = {500, 10_000};
  private static final int[] THREADS = {1, 8};
  private static final int STARTS = 21;

  /** A kind of metric: given a registry, records into the series with a number. */
  private record Kind(String name, Recorder recorder) {}

  /** Registers a metric. */
  private interface Recorder {
    Consumer<String> in(MetricRegistry registry);
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind("counter", FootprintReport::counter),
          new Kind("gauge", FootprintReport::gauge),
          new Kind("summary", FootprintReport::summary),
          new Kind("histogram, 12 bounds", FootprintReport::histogram));

  private FootprintReport() {}

  /** Prints the report. */
  public static void main(String[] args) throws IOException, InterruptedException {
    printBytes();
    printStart();
    System.out.println();
    System.out.print(AgentFootprint.table());
    System.out.println();
    System.out.print(AggregatorFootprint.table());
  }

  private static void printBytes() throws IOException, InterruptedException {
    StringBuilder table = new StringBuilder();
    table.append("Bytes of tally file for each series with three labels, the file's header and ");
    table.append("unused end included; every thread records into every series.\n\n");
    table.append("| kind |");
    for (int series : SERIES) {
      for (int threads : THREADS) {
        table.append(
            String.format(
                Locale.ROOT, " %,d series, %s |", series, count(threads, "thread", "threads")));
      }
    }
    table.append("\n| --- | --- | --- | --- | --- |\n");
    for (Kind kind : KINDS) {
      table.append("| ").append(kind.name).append(" |");
      for (int series : SERIES) {
        for (int threads : THREADS) {
          table.append(
              String.format(Locale.ROOT, " %,d |", fileBytes(kind, series, threads) / series));
        }
      }
      table.append('\n');
    }
    System.out.println(table);
  }

  private static String count(int n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }

  private static long fileBytes(Kind kind, int series, int threads)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("tallyman-footprint");
    MetricRegistry registry = MetricRegistry.inDirectory(directory);
    Consumer<String> recorder = kind.recorder.in(registry);
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      all.add(new Thread(() -> recordTwice(recorder, series)));
    }
    all.forEach(Thread::start);
    for (Thread thread : all) {
      thread.join();
    }
    Path file = registry.tallyFile().orElseThrow();
    long bytes = Files.size(file);
    registry.close();
    Files.delete(file);
    Files.delete(directory);
    return bytes;
  }

  /** Twice, since a thread gets a lane of its own only after its first recording. */
  private static void recordTwice(Consumer<String> recorder, int series) {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < series; i++) {
        recorder.accept("/api/v1/items/" + i);
      }
    }
  }

  private static Consumer<String> counter(MetricRegistry registry) {
    Counter metric = Counter.builder().name("c").labelNames("a", "b", "c").register(registry);
    return path -> metric.labelValues("GET", path, "200").inc();
  }

  private static Consumer<String> gauge(MetricRegistry registry) {
    Gauge metric = Gauge.builder().name("g").labelNames("a", "b", "c").register(registry);
    return path -> metric.labelValues("GET", path, "200").set(1);
  }

  private static Consumer<String> summary(MetricRegistry registry) {
    Summary metric = Summary.builder().name("s").labelNames("a", "b", "c").register(registry);
    return path -> metric.labelValues("GET", path, "200").observe(.3);
  }

  private static Consumer<String> histogram(MetricRegistry registry) {
    Histogram metric =
        Histogram.builder()
            .name("h")
            .labelNames("a", "b", "c")
            .classicUpperBounds(HotPathBenchmark.TWELVE_BOUNDS)
            .register(registry);
    return path -> metric.labelValues("GET", path, "200").observe(.3);
  }

  private static void printStart() throws IOException, InterruptedException {
    String[] kinds = {"nothing", "clientJava", "tallyman"};
    double[][] millis = new double[kinds.length][STARTS];
    for (int run = 0; run < STARTS; run++) {
      for (int kind = 0; kind < kinds.length; kind++) {
        millis[kind][run] = start(kinds[kind]);
      }
    }
    for (double[] runs : millis) {
      Arrays.sort(runs);
    }
    System.out.printf(
        Locale.ROOT,
        "Milliseconds from the start of a JVM that makes a counter, counts once and ends, to its "
            + "end; %d runs each, in turn.%n%n",
        STARTS);
    System.out.println("| metrics | median | fastest | median beyond nothing |");
    System.out.println("| --- | --- | --- | --- |");
    double plain = millis[0][STARTS / 2];
    for (int kind = 0; kind < kinds.length; kind++) {
      double median = millis[kind][STARTS / 2];
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %.0f |%n",
          kinds[kind],
          median,
          millis[kind][0],
          median - plain);
    }
  }

  private static double start(String kind) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("tallyman-footprint");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StartedApplication.class.getName(),
            kind,
            directory.toString());
    long begin = System.nanoTime();
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    double millis = (System.nanoTime() - begin) / 1e6;
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
    if (exit != 0) {
      throw new IllegalStateException("application failed: kind=" + kind + ", exit=" + exit);
    }
    return millis;
  }
}
