package dev.tallyman.aggregator;

import dev.tallyman.http.ScrapeReport;
import dev.tallyman.merge.Conflict;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.Info;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.WorkerReading;
import dev.tallyman.scan.ScanResult;
import dev.tallyman.scan.SkippedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the aggregator says of itself, all of it prefixed {@code tallyman_}.
 *
 * <p>Threading: one thread at a time.
 */
final class SelfMetrics {
  private static final double[] DURATION_BOUNDS = {
    .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5
  };

  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final Gauge workers = gauge("tallyman_workers", "Workers that live.");
  private final Gauge skipped =
      gauge("tallyman_files_skipped", "Files that could not be read, by reason.", "reason");
  private final Gauge conflicts =
      gauge(
          "tallyman_conflicts",
          "Metrics that workers define differently, by what they differ in, that are damaged in one"
              + " of their files, or that workers of the same pid and name have for themselves.",
          "metric",
          "kind");
  private final Gauge series = gauge("tallyman_series", "Series of workers on this page.");
  private final Gauge familiesRefused =
      gauge("tallyman_metrics_left_out", "Metrics left out, since another one has their name.");
  private final Gauge dropped =
      gauge(
          "tallyman_dropped_recordings",
          "Recordings that workers dropped: values that make no sense, exemplars, failed callbacks.");
  private final Gauge overLimit =
      gauge(
          "tallyman_dropped_series",
          "Look-ups of series over a limit that led to overflow series; no count is lost by it.");
  private final Gauge notOnDisk =
      gauge("tallyman_series_not_on_disk", "Series that workers have no room on disk for.");
  private final Counter scrapes =
      Counter.builder()
          .name("tallyman_scrapes_total")
          .help("Pages that were made, by outcome.")
          .labelNames("outcome")
          .register(registry);
  private final Histogram scrapeDuration =
      duration("tallyman_scrape_duration_seconds", "What it took to make a page.");
  private final Histogram scanDuration =
      duration("tallyman_scan_duration_seconds", "What it took to read the directory.");

  private final ArchiveMetrics archive = new ArchiveMetrics(registry);
  private final HistoryMetrics history = new HistoryMetrics(registry);
  private final SkippedFiles skippedFiles = new SkippedFiles();
  private final Set<Conflict> conflictsShown = new HashSet<>();

  SelfMetrics() {
    Info build =
        Info.builder()
            .name("tallyman_build_info")
            .help("The version of the aggregator.")
            .labelNames("version", "java_version")
            .register(registry);
    build.setLabelValues(Version.current(), Runtime.version().toString());
    scrapes.labelValues("success").inc(0L);
    scrapes.labelValues("failure").inc(0L);
  }

  void scanned(ScanResult result, long nanos) {
    scanDuration.observe(seconds(nanos));
    skippedFiles.scanned(result.skipped());
    workers.set(
        (double) result.workers().stream().filter(reading -> reading.worker().live()).count());
    for (String reason : SkippedFile.REASONS) {
      long files = result.skipped().stream().filter(f -> f.reason().equals(reason)).count();
      skipped.labelValues(reason).set((double) files);
    }
  }

  void merged(
      List<FamilyView> families, Set<Conflict> found, List<? extends WorkerReading> readings) {
    LossCounts losses =
        readings.stream().map(WorkerReading::losses).reduce(LossCounts.NONE, LossCounts::plus);
    dropped.set((double) losses.dropped());
    overLimit.set((double) losses.overLimit());
    notOnDisk.set((double) losses.notOnDisk());
    series.set(families.stream().mapToInt(family -> family.series().size()).sum());
    showConflicts(families, found);
  }

  /** One that is over is shown as such for as long as there is its metric. */
  private void showConflicts(List<FamilyView> families, Set<Conflict> found) {
    conflictsShown.addAll(found);
    if (conflictsShown.isEmpty()) {
      return;
    }
    Set<String> names = new HashSet<>();
    families.forEach(family -> names.add(family.family().name()));
    found.forEach(conflict -> names.add(conflict.family()));
    if (conflictsShown.removeIf(conflict -> !names.contains(conflict.family()))) {
      conflicts.removeIf(values -> !names.contains(values.get(0)));
    }
    for (Conflict conflict : conflictsShown) {
      String kind = conflict.kind().name().toLowerCase(Locale.ROOT);
      conflicts.labelValues(conflict.family(), kind).set(found.contains(conflict) ? 1 : 0);
    }
  }

  void scraped(ScrapeReport report) {
    scrapes.labelValues(report.failed() ? "failure" : "success").inc();
    scrapeDuration.observe(seconds(report.durationNanos()));
    familiesRefused.set(report.familiesRefused());
  }

  ArchiveMetrics archive() {
    return archive;
  }

  HistoryMetrics history() {
    return history;
  }

  List<FamilyView> read() {
    List<FamilyView> all = new ArrayList<>(registry.read());
    all.add(skippedFiles);
    return all;
  }

  private Gauge gauge(String name, String help, String... labelNames) {
    return Gauge.builder().name(name).help(help).labelNames(labelNames).register(registry);
  }

  private Histogram duration(String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .unit("seconds")
        .classicUpperBounds(DURATION_BOUNDS)
        .register(registry);
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
