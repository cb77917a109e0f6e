package dev.tallyman.doctor;

import dev.tallyman.archive.ArchiveContents;
import dev.tallyman.merge.Conflict;
import dev.tallyman.merge.GaugeRules;
import dev.tallyman.merge.Merger;
import dev.tallyman.model.FamilyView;
import java.util.List;
import java.util.Optional;

/** The metrics: how many, and definitions that disagree. */
final class MetricsCheck {
  static final String NAME = "metrics";

  private MetricsCheck() {}

  static void examine(
      Subject subject, Patient patient, Optional<ArchiveContents> archive, List<Finding> findings) {
    Merger merger = new Merger();
    List<FamilyView> families =
        merger.merge(new GaugeRules(subject.gaugeModes()).ofSome(patient.workers()));
    for (Conflict conflict : merger.conflicts()) {
      findings.add(conflict(conflict));
    }
    int series = families.stream().mapToInt(family -> family.series().size()).sum();
    findings.add(Finding.ok(NAME, "metrics=" + families.size() + ", series=" + series));
    CardinalityCheck.examine(patient, families, archive, findings);
    CardinalityCheck.examineRoom(patient, families, subject.maxSeries(), findings);
  }

  private static Finding conflict(Conflict conflict) {
    String text = "workers disagree about " + conflict.family() + ": ";
    return switch (conflict.kind()) {
      case TYPE ->
          Finding.problem(
              NAME,
              text + "its type; all but the oldest worker's is left out",
              "give one of the two another name, or restart the workers of the older release");
      case DEFINITION ->
          Finding.problem(
              NAME,
              text
                  + "label names, unit, gauge mode or states; all but the oldest worker's is left"
                  + " out",
              "restart the workers of the older release, name the new metric anew, or give gauges"
                  + " one mode, with PROMETHEUS_METRICS_GAUGE_MODES at the aggregator and here");
      case BOUNDS ->
          Finding.note(
              NAME,
              text + "its bounds; each worker is counted at its own",
              "quantiles are coarse until the workers of the older release have ended");
      case BUCKETS ->
          Finding.note(
              NAME,
              text + "its kind of buckets, or quantiles; each worker is counted in what it has",
              "quantiles are coarse until the workers of the older release have ended");
      case WORKER ->
          Finding.problem(
              NAME,
              conflict.family() + ": living workers have the same pid and name; one's is shown",
              "give each its own name: PROMETHEUS_METRICS_WORKER_NAME");
      case DAMAGE ->
          Finding.problem(
              NAME,
              conflict.family() + ": a worker's numbers are damaged; its part is left out",
              "stop that worker; `tallyman inspect` of its file shows a number below zero");
    };
  }
}
