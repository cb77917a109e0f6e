package dev.tallyman.monitoring;

import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.Summary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A worker process that observes as many values as each line of its standard input says. */
final class ObservingWorker {
  static final String HISTOGRAM = "observed_seconds";
  static final String SUMMARY = "summarized_seconds";
  static final String OBSERVED = "observed";

  private ObservingWorker() {}

  /**
   * Observes until its standard input ends.
   *
   * @param args the seed of its values, and the schema of its native histogram
   */
  public static void main(String[] args) throws IOException {
    Histogram histogram =
        Histogram.builder()
            .name(HISTOGRAM)
            .nativeOnly()
            .nativeInitialSchema(Integer.parseInt(args[1]))
            .register();
    Summary summary = Summary.builder().name(SUMMARY).quantiles(.5, .9, .99).register();
    Random random = values(Long.parseLong(args[0]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      for (int i = 0; i < Integer.parseInt(line); i++) {
        double value = next(random);
        histogram.observe(value);
        summary.observe(value);
      }
      System.out.println(OBSERVED);
    }
  }

  /** What the worker with this seed observes, one after another by {@link #next}. */
  static Random values(long seed) {
    return new Random(seed);
  }

  static double next(Random values) {
    return Math.exp(values.nextGaussian());
  }
}
