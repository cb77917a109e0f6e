package dev.tallyman.doctor;

import static dev.tallyman.metrics.Metric.OVERFLOW;

import dev.tallyman.archive.ArchiveContents;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.Labels;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.WorkerReading;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Labels that explode: metrics with many series, and those that have reached a limit of them. */
final class CardinalityCheck {
  static final String NAME = "cardinality";

  /** Series of one metric from which on its labels deserve a look. */
  static final int MANY_SERIES = 2_000;

  /** The part of its series that a worker can have before it is in danger. */
  private static final double NEAR_ITS_LIMIT = .9;

  private static final String FEWER = "give the label fewer values, such as routes for paths";
  private static final String OR_RAISE = ", or raise PROMETHEUS_METRICS_MAX_SERIES";

  private CardinalityCheck() {}

  /** The series of a metric, of the living and of the dead. */
  private record Metric(String name, Set<String> labelNames, Set<Labels> series) {
    Metric(String name) {
      this(name, new TreeSet<>(), new HashSet<>());
    }

    /** How many series there are, and which label makes them. */
    String spread() {
      String text = name + " has " + series.size() + " series";
      return labelNames.stream()
          .max(Comparator.comparingInt(this::values))
          .map(label -> text + "; its label " + label + " has " + values(label) + " values")
          .orElse(text);
    }

    private int values(String label) {
      Set<String> values = new HashSet<>();
      for (Labels labels : series) {
        int place = labels.names().indexOf(label);
        if (place >= 0) {
          values.add(labels.values().get(place));
        }
      }
      return values.size();
    }
  }

  static void examine(
      Patient patient,
      List<FamilyView> families,
      Optional<ArchiveContents> archive,
      List<Finding> findings) {
    Map<String, Metric> metrics = new TreeMap<>();
    families.forEach(family -> add(family, metrics));
    archive.ifPresent(contents -> contents.families().forEach(family -> add(family, metrics)));
    Map<String, Integer> full = workersAtTheirLimit(patient);
    for (Metric metric : metrics.values()) {
      Integer workers = full.get(metric.name);
      if (workers != null) {
        findings.add(atTheLimit(metric, workers));
      } else if (metric.series.size() >= MANY_SERIES) {
        findings.add(Finding.note(NAME, metric.spread(), FEWER));
      }
    }
    long lookUps =
        patient.workers().stream()
            .map(WorkerReading::losses)
            .mapToLong(LossCounts::overLimit)
            .sum();
    if (lookUps > 0 && full.isEmpty()) {
      findings.add(lookUps(lookUps, metrics.values()));
    }
    archive
        .map(contents -> contents.facts().losses().overLimit())
        .filter(over -> over > 0)
        .ifPresent(over -> findings.add(ofTheDead(over)));
  }

  /** Whether a living worker comes near the limit of all its series; some may have reached it. */
  static void examineRoom(
      Patient patient, List<FamilyView> families, int maxSeries, List<Finding> findings) {
    Map<String, Metric> metrics = new TreeMap<>();
    families.forEach(family -> add(family, metrics));
    patient.live().stream()
        .filter(worker -> worker.losses().overLimit() == 0)
        .max(Comparator.comparingLong(CardinalityCheck::series))
        .filter(worker -> series(worker) >= maxSeries * NEAR_ITS_LIMIT)
        .map(
            worker ->
                "a worker has %d series of at most %d: pid=%d"
                    .formatted(series(worker), maxSeries, worker.worker().pid()))
        .map(text -> Finding.problem(NAME, text + largest(metrics.values()), FEWER + OR_RAISE))
        .ifPresent(findings::add);
  }

  private static long series(WorkerReading worker) {
    return worker.series().stream().filter(SeriesReading::isPresent).count();
  }

  private static void add(FamilyView view, Map<String, Metric> metrics) {
    Metric metric = metrics.computeIfAbsent(view.family().name(), Metric::new);
    metric.labelNames.addAll(view.family().labelNames());
    view.series().forEach(series -> metric.series.add(series.labels()));
  }

  private static Finding atTheLimit(Metric metric, int workers) {
    return Finding.problem(
        NAME,
        metric.spread()
            + "; in "
            + (workers == 1 ? "1 worker" : workers + " workers")
            + " it has reached a limit, and what is more goes into the series \""
            + OVERFLOW
            + "\"",
        FEWER + ", or raise the metric's maxSeries or PROMETHEUS_METRICS_MAX_SERIES");
  }

  /** Where the overflow series themselves had no room. */
  private static Finding lookUps(long lookUps, Collection<Metric> metrics) {
    return Finding.problem(
        NAME, "look-ups of series over a limit: " + lookUps + largest(metrics), FEWER + OR_RAISE);
  }

  private static String largest(Collection<Metric> metrics) {
    return metrics.stream()
        .max(Comparator.comparingInt(metric -> metric.series.size()))
        .map(metric -> "; " + metric.spread())
        .orElse("");
  }

  private static Finding ofTheDead(long lookUps) {
    return Finding.note(
        NAME,
        "look-ups of series over a limit, by workers that are dead: " + lookUps,
        "look for the label value \"" + OVERFLOW + "\" in `tallyman archive export`");
  }

  /** In how many workers a metric has an overflow series, by its name. */
  private static Map<String, Integer> workersAtTheirLimit(Patient patient) {
    Map<String, Integer> workers = new HashMap<>();
    for (WorkerReading worker : patient.workers()) {
      if (worker.losses().overLimit() > 0) {
        Set<String> full = new HashSet<>();
        for (SeriesReading series : worker.series()) {
          if (isOverflow(series.labelValues())) {
            full.add(series.family().name());
          }
        }
        full.forEach(name -> workers.merge(name, 1, Integer::sum));
      }
    }
    return workers;
  }

  private static boolean isOverflow(List<String> labelValues) {
    return !labelValues.isEmpty() && labelValues.stream().allMatch(OVERFLOW::equals);
  }
}
