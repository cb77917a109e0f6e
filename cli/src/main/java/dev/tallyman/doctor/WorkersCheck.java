package dev.tallyman.doctor;

import dev.tallyman.doctor.ArchiveCheck.Holder;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The workers: who lives, whose counts wait, who has lost something, whose clock is wrong. */
final class WorkersCheck {
  static final String NAME = "workers";
  private static final String CLOCK = "clock";
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(1);

  private WorkersCheck() {}

  static void examine(Patient patient, Holder archive, List<Finding> findings) {
    count(patient, archive, findings);
    LossCounts losses =
        patient.workers().stream()
            .map(WorkerReading::losses)
            .reduce(LossCounts.NONE, LossCounts::plus);
    if (losses.dropped() > 0) {
      findings.add(dropped(patient, losses.dropped()));
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

  /** Files have one number for all that is dropped, whatever the reason. */
  private static Finding dropped(Patient patient, long recordings) {
    String most =
        patient.workers().stream()
            .max(Comparator.comparingLong(reading -> reading.losses().dropped()))
            .map(each -> "; most by pid=" + each.worker().pid() + ": " + each.losses().dropped())
            .orElse("");
    return Finding.problem(
        NAME,
        "recordings dropped: " + recordings + most,
        "look into that worker's log, which names the first of each metric: values that make no"
            + " sense, exemplars whose labels are too long, callbacks that throw or hang");
  }

  private static void count(Patient patient, Holder archive, List<Finding> findings) {
    String text =
        "live="
            + patient.live().size()
            + ", dead and not folded="
            + patient.dead().size()
            + ", folded and not removed="
            + patient.folded();
    if (archive != Holder.AGGREGATOR && !patient.dead().isEmpty()) {
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
