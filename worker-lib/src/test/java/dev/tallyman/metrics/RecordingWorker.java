package dev.tallyman.metrics;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker process that records what its standard input tells it to, and says so on its standard
 * output after it was done. {@link WorkerProcess} is its other end.
 */
final class RecordingWorker {
  /** The series that counting threads count in turn. */
  static final int BACKGROUND_SERIES = 4;

  private final MetricRegistry registry;
  private final Counter counter;
  private final Gauge gauge;
  private final List<CountingThread> counting = new ArrayList<>();
  private @Nullable Histogram histogram;
  private int seriesMade;
  private volatile boolean stopped;

  /** Counts as fast as it can and knows how often it did. */
  private final class CountingThread extends Thread {
    private final long[] counted = new long[BACKGROUND_SERIES];

    @Override
    public void run() {
      for (int i = 0; !stopped; i = (i + 1) % BACKGROUND_SERIES) {
        counter.labelValues("background " + i).inc();
        counted[i]++;
        if (histogram != null) {
          histogram.observe(spread(counted[0]));
        }
      }
    }
  }

  private RecordingWorker(Path directory) {
    registry = MetricRegistry.inDirectory(directory);
    counter = Counter.builder().name("c").labelNames("l").register(registry);
    gauge = Gauge.builder().name("g").register(registry);
  }

  /** Records until its standard input ends. */
  public static void main(String[] args) throws Exception {
    RecordingWorker worker = new RecordingWorker(Path.of(args[0]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    String line = in.readLine();
    while (line != null) {
      out.println("done " + worker.run(line.split(" ", -1)));
      line = in.readLine();
    }
  }

  private String run(String[] command) throws Exception {
    switch (command[0]) {
      case "count" -> count("main", Long.parseLong(command[1]));
      case "series" -> makeSeries(Integer.parseInt(command[1]), Integer.parseInt(command[2]));
      case "interrupted" -> {
        return interrupted(Integer.parseInt(command[1]));
      }
      case "gauge" -> gauge.set(Double.parseDouble(command[1]));
      case "start" -> start(Integer.parseInt(command[1]));
      case "stop" -> {
        return stop();
      }
      case "forever" -> forever();
      case "acknowledge" -> acknowledge();
      case "observing" -> histogram = newHistogram();
      case "observe" -> observe();
      case "file" -> {
        return registry.tallyFile().map(Path::toString).orElse("none");
      }
      default -> throw new IllegalArgumentException(command[0]);
    }
    return "";
  }

  private void count(String series, long times) {
    for (long i = 0; i < times; i++) {
      counter.labelValues(series).inc();
    }
  }

  private void makeSeries(int series, int labelLength) {
    for (int i = 0; i < series; i++) {
      counter.labelValues("x".repeat(labelLength) + seriesMade++).inc();
    }
  }

  /** Makes series in a thread that is interrupted already; says whether it still is. */
  private String interrupted(int series) throws InterruptedException {
    StringBuilder flag = new StringBuilder();
    Thread thread =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              makeSeries(series, 1000);
              flag.append(Thread.currentThread().isInterrupted());
            });
    thread.start();
    thread.join();
    return flag.toString();
  }

  private void start(int threads) {
    stopped = false;
    for (int i = 0; i < threads; i++) {
      CountingThread thread = new CountingThread();
      thread.start();
      counting.add(thread);
    }
  }

  private String stop() throws InterruptedException {
    stopped = true;
    long[] totals = new long[BACKGROUND_SERIES];
    for (CountingThread thread : counting) {
      thread.join();
      for (int i = 0; i < totals.length; i++) {
        totals[i] += thread.counted[i];
      }
    }
    counting.clear();
    StringBuilder answer = new StringBuilder();
    for (long total : totals) {
      answer.append(total).append(' ');
    }
    return answer.toString().strip();
  }

  /** A loop that does nothing but count: nothing may keep its counts back. */
  private void forever() {
    Thread thread =
        new Thread(
            () -> {
              CounterDataPoint point = counter.labelValues("forever");
              while (!Thread.interrupted()) {
                point.inc();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Few buckets, so that they have to be widened all the time. */
  private Histogram newHistogram() {
    return Histogram.builder()
        .name("h")
        .classicAndNative()
        .classicUpperBounds(1)
        .nativeMaxNumberOfBuckets(10)
        .register(registry);
  }

  /** Numbers that reach further and further. */
  private static double spread(long i) {
    return Math.pow(1 + i / 1000.0, (double) (i % 40 - 20));
  }

  /** Observes, and writes a byte for each observation, until it is killed. */
  private void observe() throws IOException {
    Histogram observed = newHistogram();
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      for (int i = 0; i >= 0; i++) {
        observed.observe(spread(i));
        out.write('.');
      }
    }
  }

  /** Counts, and writes a byte for each count, until it is killed. */
  private void acknowledge() throws IOException {
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      for (int i = 0; i >= 0; i++) {
        counter.labelValues("acknowledged").inc();
        if (i % 64 == 0) {
          makeSeries(1, 100);
        }
        out.write('.');
      }
    }
  }
}
