package dev.tallyman.doctor;

import dev.tallyman.model.LossCounts;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The workers: who lives, whose counts wait, who has lost something, whose clock is wrong. */
final class WorkersCheck {
  static final String NAME = "workers";
  private static final String CLOCK = "clock";
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(1);

  private WorkersCheck() {}

  static void examine(Patient patient, boolean served, List<Finding> findings) {
    count(patient, served, findings);
    LossCounts losses =
        patient.workers().stream()
            .map(WorkerReading::losses)
            .reduce(LossCounts.NONE, LossCounts::plus);
    if (losses.dropped() > 0) {
      findings.add(
          Finding.problem(
              NAME,
              "dropped recordings that made no sense: " + losses.dropped(),
              "look in the workers' logs, which name the metric and the value"));
    }
    if (losses.notOnDisk() > 0) {
      findings.add(
          Finding.problem(
              NAME,
              "series that found no room on disk: " + losses.notOnDisk(),
              "make room; workers try again by themselves, but what is in heap dies with them"));
    }
    clocks(patient, findings);
  }

  private static void count(Patient patient, boolean served, List<Finding> findings) {
    String text =
        "live="
            + patient.live().size()
            + ", dead and not folded="
            + patient.dead().size()
            + ", folded and not removed="
            + patient.folded();
    if (!served && !patient.dead().isEmpty()) {
      findings.add(
          Finding.problem(
              NAME,
              text,
              "start an aggregator: it folds the counts of the dead and removes files"));
    } else {
      findings.add(Finding.ok(NAME, text));
    }
  }

  private static void clocks(Patient patient, List<Finding> findings) {
    Instant limit = patient.now().plus(CLOCKS_MAY_DIFFER);
    for (WorkerReading reading : patient.workers()) {
      Worker worker = reading.worker();
      Instant created = Instant.ofEpochMilli(worker.createdMillis());
      if (created.isAfter(limit)) {
        findings.add(
            Finding.problem(
                CLOCK,
                "a worker began in the future: pid=" + worker.pid() + ", created=" + created,
                "set the clock: of definitions that differ the oldest worker's counts, and of"
                    + " values the most recent"));
      }
    }
  }
}
