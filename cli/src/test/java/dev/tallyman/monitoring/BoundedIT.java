package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of workers come and go: what is left at the end is that of the living, and of the
 * series that there are. They are as many as the system property {@value #WORKERS} says. As many of
 * them are real processes as {@value #DEFAULT_SECONDS} seconds allow, or as many seconds as the
 * system property {@value #SECONDS} says, and some in any case.
 */
@Tag("slow")
final class BoundedIT {
  static final String SECONDS = "tallyman.churn.seconds";
  static final int DEFAULT_SECONDS = 10;
  static final String WORKERS = "tallyman.churn.workers";

  private static final int LIVING = 2;
  private static final int FEWEST_REAL = 24;
  private static final int FIRST = 1_000;
  private static final int ALL = Integer.getInteger(WORKERS, 4_000);
  private static final int AT_ONCE = 4;

  /** What an aggregator is like when it has counted so many dead. */
  private record State(
      int files, int lines, double series, double heapBytes, double archiveBytes, double millis) {}

  @Test
  void thousandsOfWorkersLeaveWhatTheLivingHave() throws IOException {
    try (ChurnedFleet fleet = new ChurnedFleet(LIVING)) {
      int real = runForAWhile(fleet);
      fleet.makeDead(FIRST - real);
      State few = stateAfter(fleet, FIRST);
      fleet.makeDead(ALL - FIRST);
      State many = stateAfter(fleet, ALL);

      System.out.printf(
          "real processes: %d%nafter %d: %s%nafter %d: %s%n", real, FIRST, few, ALL, many);
      assertThat(many.files).isEqualTo(few.files).isEqualTo(LIVING);
      assertThat(many.series).isEqualTo(few.series).isEqualTo(ChurnWorker.SERIES);
      assertThat(many.lines).isEqualTo(few.lines);
      // Which files were folded is remembered for a day; that is all that may be more.
      assertThat(many.heapBytes).isLessThan(few.heapBytes + 400.0 * (ALL - FIRST));
      assertThat(many.archiveBytes).isLessThan(few.archiveBytes + 400.0 * (ALL - FIRST));
      assertThat(many.millis).isLessThan(5 * few.millis + 20);
    }
  }

  private static int runForAWhile(ChurnedFleet fleet) throws IOException {
    long end =
        System.nanoTime()
            + Duration.ofSeconds(Integer.getInteger(SECONDS, DEFAULT_SECONDS)).toNanos();
    int real = 0;
    while (real < FEWEST_REAL || (System.nanoTime() < end && real + AT_ONCE <= FIRST)) {
      List<SoakProcess> batch = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        batch.add(fleet.startShortLived());
      }
      for (SoakProcess process : batch) {
        assertThat(process.end()).as("what it says when all is recorded").isEqualTo(1);
        real++;
      }
    }
    return real;
  }

  private static State stateAfter(ChurnedFleet fleet, int dead) throws IOException {
    fleet.awaitFolded(dead);
    String page = fleet.page();
    for (String series :
        List.of(ChurnWorker.JOBS + "{job=\"job-7\"}", "churn_size_count{job=\"job-3\"}")) {
      assertThat(ChurnedFleet.value(page, series)).as(series).isEqualTo(dead + LIVING);
    }
    return new State(
        fleet.tallyFiles(),
        (int) page.lines().count(),
        ChurnedFleet.value(page, "tallyman_archive_series"),
        fleet.heapBytes(),
        ChurnedFleet.value(page, "tallyman_archive_bytes"),
        medianMillis(fleet));
  }

  private static double medianMillis(ChurnedFleet fleet) throws IOException {
    double[] millis = new double[31];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      assertThat(fleet.page()).isNotEmpty();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[millis.length / 2];
  }
}
