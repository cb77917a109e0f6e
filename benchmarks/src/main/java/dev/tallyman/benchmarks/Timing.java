package dev.tallyman.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How long something takes when it is done again and again.
 *
 * @param millis how long each time took, sorted
 * @param bytesAllocated what the thread allocated each time, on average
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Timing(double[] millis, long bytesAllocated) {
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int LEAST_ROUNDS = 11;

  /** What is measured. */
  interface Work {
    void run() throws IOException;
  }

  /** Warms up, then measures. */
  static Timing of(Work work) throws IOException {
    long unused = rounds(work, WARM_UP_NANOS).length;
    long before = allocated();
    double[] millis = rounds(work, MEASURED_NANOS);
    long bytes = (allocated() - before) / millis.length;
    Arrays.sort(millis);
    return new Timing(millis, bytes);
  }

  /** Of times that somebody else has taken. */
  static Timing of(double[] millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    return new Timing(sorted, 0);
  }

  double median() {
    return millis[millis.length / 2];
  }

  /** The median, and the least. */
  String text() {
    return String.format(Locale.ROOT, "%.2f (%.2f)", median(), millis[0]);
  }

  private static double[] rounds(Work work, long nanos) throws IOException {
    double[] millis = new double[1 << 14];
    long end = System.nanoTime() + nanos;
    int done = 0;
    while (done < LEAST_ROUNDS || (System.nanoTime() < end && done < millis.length)) {
      long start = System.nanoTime();
      work.run();
      millis[done++] = (System.nanoTime() - start) / 1e6;
    }
    return Arrays.copyOf(millis, done);
  }

  private static long allocated() {
    try {
      return (long)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                  "getThreadAllocatedBytes",
                  new Object[] {Thread.currentThread().getId()},
                  new String[] {"long"});
    } catch (JMException e) {
      throw new IllegalStateException("this JVM does not count allocated bytes", e);
    }
  }
}
