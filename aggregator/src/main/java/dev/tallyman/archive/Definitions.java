package dev.tallyman.archive;

import dev.tallyman.merge.Merger;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All series of one definition of a metric. A scrape shows one definition and leaves the others
 * out; who looks at the archive wants to see them all.
 */
final class Definitions {
  private final Family first;
  private final Map<Worker, List<SeriesReading>> byWorker = new LinkedHashMap<>();

  private Definitions(Family first) {
    this.first = first;
  }

  /** The part of a worker's reading that one definition is about. */
  private record Part(Worker worker, List<SeriesReading> series) implements WorkerReading {
    @Override
    public LossCounts losses() {
      return LossCounts.NONE;
    }
  }

  /** Merges readings definition by definition: nothing is left out. */
  static List<FamilyView> merge(List<? extends WorkerReading> readings) {
    Map<String, List<Definitions>> byName = new TreeMap<>();
    for (WorkerReading reading : readings) {
      for (SeriesReading part : reading.series()) {
        List<Definitions> sameName =
            byName.computeIfAbsent(part.family().name(), name -> new ArrayList<>());
        of(part.family(), sameName)
            .byWorker
            .computeIfAbsent(reading.worker(), worker -> new ArrayList<>())
            .add(part);
      }
    }
    List<FamilyView> families = new ArrayList<>();
    byName.values().forEach(each -> each.forEach(one -> families.addAll(one.merge())));
    return List.copyOf(families);
  }

  private static Definitions of(Family family, List<Definitions> sameName) {
    for (Definitions known : sameName) {
      if (known.first.mergesWith(family)) {
        return known;
      }
    }
    Definitions another = new Definitions(family);
    sameName.add(another);
    return another;
  }

  private List<FamilyView> merge() {
    List<Part> parts = new ArrayList<>();
    byWorker.forEach((worker, series) -> parts.add(new Part(worker, series)));
    return new Merger().merge(parts);
  }
}
