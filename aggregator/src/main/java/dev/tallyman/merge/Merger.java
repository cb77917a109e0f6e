package dev.tallyman.merge;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Soundness;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Merges the readings of all workers, again and again. Which merged series a worker's part belongs
 * to is found out once; it is found out anew only when workers come or go, or bring new families.
 *
 * <p>A metric may change its kind from one release of an application to the next: a histogram its
 * kinds of buckets, a summary whether it has quantiles. All workers' parts are merged nevertheless,
 * whichever the kind: the count and the sum are those of all. What it is shown as is said by {@link
 * Definition}. Where classic buckets are shown, what was counted in native ones only is in the one
 * above all bounds; where native ones are shown, what was counted in classic ones only stands at
 * their bounds; quantiles are of those observations that have been kept for them.
 *
 * <p>Threading: one thread at a time; what it returns changes at the next merge.
 *
 * <p>Failure: none; what can't be merged by the laws is left out and reported as a {@link
 * Conflict}.
 */
public final class Merger {
  /** Stands for no moment. */
  static final long ALL_TIME = Long.MIN_VALUE;

  private Set<Worker> planned = Set.of();
  private Map<String, MergedFamily> families = Map.of();
  private final Map<UUID, Plan> plans = new HashMap<>();
  private boolean pruneDue;

  /** Whether the dead alone decide about a family, and do not agree: the next to die may differ. */
  private boolean decidedByDead;

  private long plannedDeaths;
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
    while (!add(byAge)) {
      // A part that is damaged has been found, and will be left out from now on.
    }
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

  /** Adds all parts from nothing; false if some have to be left out, and all be added anew. */
  private boolean add(List<WorkerReading> readings) {
    families.values().forEach(MergedFamily::clear);
    boolean sound = true;
    for (WorkerReading reading : readings) {
      sound &= add(reading);
    }
    return sound;
  }

  private boolean add(WorkerReading reading) {
    Plan plan = planFor(reading);
    List<? extends SeriesReading> parts = reading.series();
    boolean live = reading.worker().live();
    boolean sound = true;
    for (int i = 0; i < parts.size(); i++) {
      SeriesReading part = parts.get(i);
      if (!plan.add(i, part, live) && !Soundness.isSound(part)) {
        plan.leaveOut(i);
        conflicts.add(new Conflict(part.family().name(), Conflict.Kind.DAMAGE));
        sound = false;
      }
    }
    return sound;
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
    if (family == null || !family.family().mergesWith(part.family())) {
      plan.appendNothing();
      return;
    }
    MergedSeries target = family.seriesFor(worker, part);
    if (family.isContested(target, worker)) {
      conflicts.add(new Conflict(part.family().name(), Conflict.Kind.WORKER));
    }
    plan.append(target, family.fit(part.family()));
  }

  /** Whether the same workers are there, and no series of theirs needs a new family or bounds. */
  private boolean isPlanned(List<WorkerReading> readings) {
    if (!workers(readings).equals(planned)) {
      return false;
    }
    if (decidedByDead && DeadDefinitions.deaths(readings) != plannedDeaths) {
      return false;
    }
    for (WorkerReading reading : readings) {
      List<? extends SeriesReading> parts = reading.series();
      Plan plan = plans.get(reading.worker().id());
      int known = plan == null ? 0 : plan.size();
      for (int i = known; i < parts.size(); i++) {
        Family part = parts.get(i).family();
        MergedFamily merged = families.get(part.name());
        if (merged == null || !merged.covers(part)) {
          return false;
        }
      }
    }
    return true;
  }

  private static Set<Worker> workers(List<WorkerReading> readings) {
    return readings.stream().map(WorkerReading::worker).collect(Collectors.toUnmodifiableSet());
  }

  private void plan(List<WorkerReading> byAge) {
    conflicts.clear();
    Map<String, MergedFamily> before = families;
    families = new TreeMap<>();
    Map<String, Definition> definitions = define(byAge);
    decidedByDead = definitions.values().stream().anyMatch(Definition::isUndecided);
    plannedDeaths = DeadDefinitions.deaths(byAge);
    definitions.forEach(
        (name, definition) -> {
          Family merged = definition.merged();
          MergedFamily same = before.get(name);
          families.put(
              name, same != null && same.takeHelpOf(merged) ? same : new MergedFamily(merged));
          definition.differences().forEach(kind -> conflicts.add(new Conflict(name, kind)));
        });
    families.values().forEach(MergedFamily::beginPlan);
    pruneDue = true;
    plans.clear();
    planned = workers(byAge);
  }

  private Map<String, Definition> define(List<WorkerReading> byAge) {
    Map<String, Definition> definitions = new TreeMap<>();
    for (WorkerReading reading : byAge) {
      if (reading.worker().live()) {
        Family last = null;
        for (SeriesReading part : reading.series()) {
          if (!part.family().equals(last)) {
            last = part.family();
            define(definitions, last, true);
          }
        }
      }
    }
    DeadDefinitions.newestFirst(byAge).forEach(part -> define(definitions, part, false));
    return definitions;
  }

  private void define(Map<String, Definition> definitions, Family part, boolean live) {
    Definition definition =
        definitions.computeIfAbsent(part.name(), name -> new Definition(part, live));
    Conflict.Kind conflict = definition.take(part, live);
    if (conflict != null) {
      conflicts.add(new Conflict(part.name(), conflict));
    }
  }
}
