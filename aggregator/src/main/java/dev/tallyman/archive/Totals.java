package dev.tallyman.archive;

import static java.util.stream.Collectors.toSet;

import dev.tallyman.merge.MergedSeries;
import dev.tallyman.model.Family;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Soundness;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All folded series, in memory. To merging they are one more worker, younger than all others: where
 * a living one defines a metric differently, the living one is right.
 *
 * <p>Threading: one thread at a time.
 */
final class Totals implements WorkerReading {
  private final Map<String, List<FamilyTotals>> byName = new HashMap<>();

  /** Those that the families of one worker belong to, each looked up once. */
  private final IdentityHashMap<Family, FamilyTotals> ofWorker = new IdentityHashMap<>();

  private final List<Total> inOrder = new ArrayList<>();
  private final List<MergedSeries> series = new ArrayList<>();
  private List<Total> changed = new ArrayList<>();
  private UUID id = UUID.randomUUID();
  private long nextNumber;
  private LossCounts losses = LossCounts.NONE;

  /** The totals of one family. */
  private record FamilyTotals(Family family, Map<List<String>, Total> series) {
    /** Help tells nobody apart. */
    boolean isOf(Family other) {
      return family.agreesWith(other)
          && family.upperBounds().equals(other.upperBounds())
          && Objects.equals(family.sketch(), other.sketch());
    }
  }

  /** Puts back what was stored, in any order. */
  void load(Collection<Total> stored, LossCounts storedLosses) {
    List<Total> sorted = new ArrayList<>(stored);
    sorted.sort(Comparator.comparingLong(total -> total.number));
    sorted.forEach(this::add);
    losses = storedLosses;
  }

  /**
   * Adds a dead worker's part of the series that are not its alone. Numbers that nobody can have
   * counted, since its file is damaged, would be there for ever: such a part is left out.
   */
  void fold(WorkerReading last, long now) {
    ofWorker.clear();
    for (SeriesReading part : last.series()) {
      if (part.isPresent() && !DeadWorker.isOfOneWorker(part) && Soundness.isSound(part)) {
        fold(part, now);
      }
    }
    LossCounts lost = last.losses();
    losses = losses.plus(new LossCounts(lost.dropped(), lost.overLimit(), 0));
  }

  /** Adds a part, unless it says nothing. */
  private void fold(SeriesReading part, long now) {
    Total total = find(part.family(), part.labelValues());
    if (total == null) {
      byte[] key = Encoder.keyOf(part.family(), part.labelValues());
      total = new Total(key, nextNumber, StoredSeries.of(part), now);
      if (!total.series.isPresent()) {
        return;
      }
      add(total);
    } else {
      total.series.addDead(part, now);
    }
    total.foldedMillis = now;
    change(total);
  }

  private void change(Total total) {
    if (!total.changed) {
      total.changed = true;
      changed.add(total);
    }
  }

  /** What has changed since it was last asked. */
  List<Total.Snapshot> takeChanges() {
    List<Total.Snapshot> snapshots = changed.stream().map(Total::snapshot).toList();
    changed.forEach(total -> total.changed = false);
    changed = new ArrayList<>();
    return snapshots;
  }

  /** What was taken could not be stored, and so has changed still. */
  void giveBack(List<Total.Snapshot> snapshots) {
    snapshots.forEach(snapshot -> change(snapshot.total()));
  }

  void changeAll() {
    inOrder.forEach(this::change);
  }

  /**
   * Those that no dead worker has added to since then, and none of the living has, be it as another
   * kind of histogram or summary: together they are one series on the page.
   */
  List<Total> unusedSince(long millis, Collection<? extends WorkerReading> living) {
    Set<Total> unused = new HashSet<>();
    List<MergedSeries> used = new ArrayList<>();
    for (Total total : inOrder) {
      if (total.foldedMillis < millis && !total.changed) {
        unused.add(total);
      } else {
        used.add(total.series);
      }
    }
    if (!unused.isEmpty()) {
      removeMerged(used, unused);
      living.forEach(worker -> removeMerged(worker.series(), unused));
    }
    return List.copyOf(unused);
  }

  private void removeMerged(List<? extends SeriesReading> used, Set<Total> unused) {
    IdentityHashMap<Family, List<FamilyTotals>> merged = new IdentityHashMap<>();
    for (SeriesReading part : used) {
      for (FamilyTotals family : merged.computeIfAbsent(part.family(), this::mergedWith)) {
        unused.remove(family.series.get(part.labelValues()));
      }
    }
  }

  private List<FamilyTotals> mergedWith(Family family) {
    return byName.getOrDefault(family.name(), List.of()).stream()
        .filter(known -> known.family.mergesWith(family))
        .toList();
  }

  /** Lets series go, but for those that were added to in the meantime: these are stored again. */
  void remove(Collection<Total> expired) {
    Set<Total> left = new LinkedHashSet<>(inOrder);
    if (!left.removeAll(expired.stream().filter(total -> !total.changed).collect(toSet()))) {
      return;
    }
    byName.clear();
    ofWorker.clear();
    inOrder.clear();
    series.clear();
    // A reading's list only grows; so this is another worker.
    id = UUID.randomUUID();
    left.forEach(this::add);
  }

  private void add(Total total) {
    MergedSeries merged = total.series;
    seriesOf(merged.family()).put(merged.labelValues(), total);
    inOrder.add(total);
    series.add(merged);
    nextNumber = Math.max(nextNumber, total.number + 1);
  }

  private @Nullable Total find(Family family, List<String> labelValues) {
    return seriesOf(family).get(labelValues);
  }

  private Map<List<String>, Total> seriesOf(Family family) {
    return ofWorker.computeIfAbsent(family, this::totalsOf).series;
  }

  private FamilyTotals totalsOf(Family family) {
    List<FamilyTotals> sameName = byName.computeIfAbsent(family.name(), name -> new ArrayList<>());
    for (FamilyTotals known : sameName) {
      if (known.isOf(family)) {
        return known;
      }
    }
    FamilyTotals added = new FamilyTotals(family, new HashMap<>());
    sameName.add(added);
    return added;
  }

  @Override
  public Worker worker() {
    return new Worker(id, 0, "", Long.MAX_VALUE, false);
  }

  @Override
  public List<MergedSeries> series() {
    return series;
  }

  @Override
  public LossCounts losses() {
    return losses;
  }
}
