package dev.tallyman.merge;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Worker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One family over all workers, as their {@link Definition} has it. */
final class MergedFamily implements FamilyView {
  private static final List<String> PID = List.of("pid");
  private static final List<String> PID_AND_WORKER = List.of("pid", "worker");

  private Family family;
  private final Map<List<String>, MergedSeries> byKey = new HashMap<>();
  private final List<MergedSeries> all = new ArrayList<>();
  private final Set<MergedSeries> claimed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<MergedSeries, UUID> livingOwners = new IdentityHashMap<>();
  private final IdentityHashMap<Family, Fit> fits = new IdentityHashMap<>();
  private final List<MergedSeries> present = new ArrayList<>();

  MergedFamily(Family family) {
    this.family = family;
  }

  /**
   * Shows another definition, if help is all it differs in; the series go on, with what they
   * remember.
   *
   * @return whether it does
   */
  boolean takeHelpOf(Family other) {
    if (family.equals(other)) {
      return true; // and stays the very same, for whoever knows it
    }
    if (!family.withHelp(other.help()).equals(other)) {
      return false;
    }
    family = other;
    return true;
  }

  /** Series that no worker claims until {@link #prune} will leave. */
  void beginPlan() {
    claimed.clear();
    livingOwners.clear();
    fits.clear();
  }

  /** All workers have claimed their series. */
  void prune() {
    byKey.values().retainAll(claimed);
    all.retainAll(claimed);
  }

  /** The merged series that a worker's part belongs to. */
  MergedSeries seriesFor(Worker worker, SeriesReading part) {
    boolean each = isOfEach();
    List<String> key = each ? withWorker(part.labelValues(), worker) : part.labelValues();
    MergedSeries merged =
        byKey.computeIfAbsent(
            key,
            values -> {
              List<String> names =
                  each ? concat(family.labelNames(), namesFor(worker)) : family.labelNames();
              MergedSeries series = new MergedSeries(family, new Labels(names, values));
              all.add(series);
              return series;
            });
    claimed.add(merged);
    return merged;
  }

  /** How a worker's part goes into this family. */
  Fit fit(Family part) {
    return fits.computeIfAbsent(part, known -> Fit.into(family, known));
  }

  /** Whether all that a worker's part has can be shown as this family. */
  boolean covers(Family part) {
    return family.mergesWith(part)
        && (family.type().hasSketch() || !part.type().hasSketch())
        && (family.hasClassicBuckets() || !part.hasClassicBuckets())
        && family.upperBounds().containsAll(part.upperBounds());
  }

  void clear() {
    all.forEach(MergedSeries::clear);
  }

  /** All parts have been added. */
  void settle(long now) {
    present.clear();
    for (MergedSeries series : all) {
      series.settle(now);
      if (series.isPresent()) {
        present.add(series);
      }
    }
  }

  @Override
  public Family family() {
    return family;
  }

  @Override
  public List<MergedSeries> series() {
    return present;
  }

  /**
   * Whether a series that was to be one living worker's belongs to another one as well.
   *
   * @param series as {@link #seriesFor} gave it for the worker
   */
  boolean isContested(MergedSeries series, Worker worker) {
    if (!isOfEach() || !worker.live()) {
      return false;
    }
    UUID owner = livingOwners.putIfAbsent(series, worker.id());
    return owner != null && !owner.equals(worker.id());
  }

  private boolean isOfEach() {
    GaugeMode mode = family.gaugeMode();
    return mode != null && mode.rule() == GaugeMode.Rule.EACH;
  }

  private static List<String> namesFor(Worker worker) {
    return worker.name().isEmpty() ? PID : PID_AND_WORKER;
  }

  private static List<String> withWorker(List<String> values, Worker worker) {
    String pid = Long.toString(worker.pid());
    return concat(values, worker.name().isEmpty() ? List.of(pid) : List.of(pid, worker.name()));
  }

  private static List<String> concat(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return List.copyOf(both);
  }
}
