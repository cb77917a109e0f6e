package dev.tallyman.merge;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Merges the readings of all workers, again and again. Which merged series a worker's part belongs
 * to is found out once; it is found out anew only when workers come or go, or bring new families.
 *
 * <p>Threading: one thread at a time; what it returns changes at the next merge.
 *
 * <p>Failure: none; what can't be merged by the laws is left out and reported as a {@link
 * Conflict}.
 */
public final class Merger {
  /** Stands for no moment. */
  static final long ALL_TIME = Long.MIN_VALUE;

  private Set<UUID> planned = Set.of();
  private Map<String, MergedFamily> families = Map.of();
  private final Map<UUID, Plan> plans = new HashMap<>();
  private boolean pruneDue;
  private final Set<Conflict> conflicts =
      new TreeSet<>(Comparator.comparing(Conflict::family).thenComparing(Conflict::kind));

  /** Conflicts that the last merge found. */
  public Set<Conflict> conflicts() {
    return conflicts;
  }

  /** Merges; quantiles are those of all time, whatever the window of their summary. */
  public List<FamilyView> merge(List<? extends WorkerReading> readings) {
    return merge(readings, ALL_TIME);
  }

  /**
   * Merges.
   *
   * @param now when, in milliseconds since the epoch, for summaries with a window
   * @return the families that have series, by name
   */
  public List<FamilyView> merge(List<? extends WorkerReading> readings, long now) {
    List<WorkerReading> byAge = new ArrayList<>(readings);
    byAge.sort(Comparator.comparing(WorkerReading::worker, Worker.BY_AGE));
    if (!isPlanned(byAge)) {
      plan(byAge);
    }
    families.values().forEach(MergedFamily::clear);
    byAge.forEach(this::add);
    if (pruneDue) {
      pruneDue = false;
      families.values().forEach(MergedFamily::prune);
    }
    List<FamilyView> result = new ArrayList<>();
    for (MergedFamily family : families.values()) {
      family.settle(now);
      if (!family.series().isEmpty()) {
        result.add(family);
      }
    }
    return result;
  }

  private void add(WorkerReading reading) {
    Plan plan = planFor(reading);
    List<? extends SeriesReading> parts = reading.series();
    boolean live = reading.worker().live();
    for (int i = 0; i < parts.size(); i++) {
      plan.add(i, parts.get(i), live);
    }
  }

  private Plan planFor(WorkerReading reading) {
    Plan plan = plans.computeIfAbsent(reading.worker().id(), id -> new Plan());
    List<? extends SeriesReading> parts = reading.series();
    for (int i = plan.size(); i < parts.size(); i++) {
      extend(plan, reading.worker(), parts.get(i));
    }
    return plan;
  }

  private void extend(Plan plan, Worker worker, SeriesReading part) {
    MergedFamily family = families.get(part.family().name());
    if (family == null || !family.family().agreesWith(part.family())) {
      plan.leaveOut();
      return;
    }
    int[] buckets =
        part.family().type().hasUpperBounds()
            ? family.buckets(part.family().upperBounds())
            : MergedSeries.ONE_BUCKET;
    plan.append(family.seriesFor(worker, part), buckets);
  }

  /** Whether the same workers are there, and no series of theirs needs a new family or bounds. */
  private boolean isPlanned(List<WorkerReading> readings) {
    Set<UUID> ids =
        readings.stream().map(r -> r.worker().id()).collect(Collectors.toUnmodifiableSet());
    if (!ids.equals(planned)) {
      return false;
    }
    for (WorkerReading reading : readings) {
      List<? extends SeriesReading> parts = reading.series();
      Plan plan = plans.get(reading.worker().id());
      int known = plan == null ? 0 : plan.size();
      for (int i = known; i < parts.size(); i++) {
        Family part = parts.get(i).family();
        MergedFamily merged = families.get(part.name());
        if (merged == null
            || !merged.family().agreesWith(part)
            || !merged.family().upperBounds().containsAll(part.upperBounds())) {
          return false;
        }
      }
    }
    return true;
  }

  private void plan(List<WorkerReading> byAge) {
    Map<String, Family> definitions = new TreeMap<>();
    Map<String, SortedSet<Double>> bounds = new HashMap<>();
    conflicts.clear();
    for (WorkerReading reading : byAge) {
      Family last = null;
      for (SeriesReading part : reading.series()) {
        if (!part.family().equals(last)) {
          last = part.family();
          define(last, definitions, bounds);
        }
      }
    }
    Map<String, MergedFamily> before = families;
    families = new TreeMap<>();
    definitions.forEach(
        (name, definition) -> {
          Family merged =
              definition.withUpperBounds(List.copyOf(bounds.getOrDefault(name, new TreeSet<>())));
          MergedFamily same = before.get(name);
          families.put(
              name, same != null && same.family().equals(merged) ? same : new MergedFamily(merged));
        });
    families.values().forEach(MergedFamily::beginPlan);
    pruneDue = true;
    plans.clear();
    planned = byAge.stream().map(r -> r.worker().id()).collect(Collectors.toUnmodifiableSet());
  }

  private void define(
      Family part, Map<String, Family> definitions, Map<String, SortedSet<Double>> bounds) {
    Family definition = definitions.putIfAbsent(part.name(), part);
    if (definition == null || definition.agreesWith(part)) {
      bounds.computeIfAbsent(part.name(), name -> new TreeSet<>()).addAll(part.upperBounds());
      if (definition != null && !definition.upperBounds().equals(part.upperBounds())) {
        conflicts.add(new Conflict(part.name(), Conflict.Kind.BOUNDS));
      }
    } else if (definition.type() != part.type()) {
      conflicts.add(new Conflict(part.name(), Conflict.Kind.TYPE));
    } else {
      conflicts.add(new Conflict(part.name(), Conflict.Kind.DEFINITION));
    }
  }
}
