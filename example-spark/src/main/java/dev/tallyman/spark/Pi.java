package dev.tallyman.spark;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Estimates pi twice. In between it waits for a byte of its standard input.
 *
 * <p>Threading: one thread; Spark's executors do the work.
 */
public final class Pi {
  private Pi() {}

  /**
   * Runs the job.
   *
   * @param args how many tasks there are, and how many darts each of them throws
   */
  public static void main(String[] args) throws IOException {
    int tasks = Integer.parseInt(args[0]);
    int darts = Integer.parseInt(args[1]);
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("pi"))) {
      System.out.println("pi: " + estimate(spark, tasks, darts));
      int unused = System.in.read();
      System.out.println("pi: " + estimate(spark, tasks, darts));
    }
  }

  private static double estimate(JavaSparkContext spark, int tasks, int darts) {
    List<Integer> seeds = IntStream.range(0, tasks).boxed().toList();
    int hits =
        spark.parallelize(seeds, tasks).map(seed -> Darts.hits(seed, darts)).reduce(Integer::sum);
    return 4.0 * hits / ((double) tasks * darts);
  }
}
