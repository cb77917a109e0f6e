package dev.tallyman.doctor;

import dev.tallyman.merge.Conflict;
import dev.tallyman.merge.Merger;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.Labels;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.WorkerReading;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The metrics: definitions that disagree, and labels that explode. */
final class MetricsCheck {
  private static final String NAME = "metrics";
  private static final String CARDINALITY = "cardinality";

  /** Series of one metric from which on its labels deserve a look. */
  static final int MANY_SERIES = 2_000;

  private MetricsCheck() {}

  static void examine(Patient patient, List<Finding> findings) {
    Merger merger = new Merger();
    List<FamilyView> families = merger.merge(patient.workers());
    for (Conflict conflict : merger.conflicts()) {
      findings.add(conflict(conflict));
    }
    int series = families.stream().mapToInt(family -> family.series().size()).sum();
    findings.add(Finding.ok(NAME, "metrics=" + families.size() + ", series=" + series));
    cardinality(patient, families, findings);
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
              "restart the workers of the older release, or name the new metric anew");
      case BOUNDS ->
          Finding.note(
              NAME,
              text + "its bounds; each worker is counted at its own",
              "quantiles are coarse until the workers of the older release have ended");
    };
  }

  private static void cardinality(
      Patient patient, List<FamilyView> families, List<Finding> findings) {
    long overLimit =
        patient.workers().stream()
            .map(WorkerReading::losses)
            .mapToLong(LossCounts::overLimit)
            .sum();
    FamilyView largest =
        families.stream().max(Comparator.comparingInt(f -> f.series().size())).orElse(null);
    if (overLimit > 0) {
      findings.add(
          Finding.problem(
              CARDINALITY,
              "look-ups that went into overflow series: "
                  + overLimit
                  + (largest == null ? "" : "; " + labelled(largest)),
              "give the label fewer values, such as routes for paths, or raise"
                  + " PROMETHEUS_METRICS_MAX_SERIES"));
    }
    for (FamilyView family : families) {
      if (family.series().size() >= MANY_SERIES && !(overLimit > 0 && family == largest)) {
        findings.add(
            Finding.problem(
                CARDINALITY,
                labelled(family),
                "give the label fewer values, such as routes for paths"));
      }
    }
  }

  /** How many series a metric has, and which label makes them. */
  private static String labelled(FamilyView family) {
    List<String> names = family.family().labelNames();
    String worst = "";
    int most = 0;
    for (String name : names) {
      Set<String> values = new HashSet<>();
      for (SeriesView series : family.series()) {
        Labels labels = series.labels();
        values.add(labels.values().get(labels.names().indexOf(name)));
      }
      if (values.size() > most) {
        most = values.size();
        worst = name;
      }
    }
    String text = family.family().name() + " has " + family.series().size() + " series";
    return most == 0 ? text : text + "; its label " + worst + " has " + most + " values";
  }
}
