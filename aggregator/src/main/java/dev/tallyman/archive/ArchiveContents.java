package dev.tallyman.archive;

import dev.tallyman.model.FamilyView;
import dev.tallyman.model.FileId;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.WorkerReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an archive holds at one moment, for whoever wants to look at it. An aggregator may run and
 * does not notice.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: an {@link ArchiveException} if the archive is damaged or of a later version.
 */
public final class ArchiveContents {
  private final Facts facts;
  private final List<FamilyView> families;
  private final Map<UUID, Long> generationsHeld = new HashMap<>();

  /**
   * The archive as a whole.
   *
   * @param version its format
   * @param begun when it was begun
   * @param countedSince when the oldest of the folded series began to count; null if there is none
   * @param bytes what it takes on disk
   * @param series folded series, without the gauges that are kept
   * @param gauges gauges of mode {@code all} that are kept of dead workers for a while
   * @param deadWorkers how many dead workers these are of
   * @param filesKnown folded files that would be known again: those of late, and those in sight
   * @param losses what the dead had to leave out
   */
  public record Facts(
      int version,
      Instant begun,
      @Nullable Instant countedSince,
      long bytes,
      int series,
      int gauges,
      int deadWorkers,
      int filesKnown,
      LossCounts losses) {}

  private ArchiveContents(StoreDirectory directory, ArchiveStore store) throws IOException {
    Stored stored = Stored.read(store);
    stored.files().forEach(file -> generationsHeld.put(file.id().origin(), file.id().generation()));
    Totals totals = new Totals();
    totals.load(stored.totals(), stored.losses());
    List<WorkerReading> readings = new ArrayList<>(stored.dead());
    readings.add(totals);
    families = Definitions.merge(readings);
    this.facts =
        new Facts(
            ArchiveStore.VERSION,
            directory.begun(),
            countedSince(totals),
            store.bytes(),
            series(families) - gauges(families),
            gauges(families),
            stored.dead().size(),
            generationsHeld.size(),
            stored.losses());
  }

  /**
   * Looks at the archive of a directory.
   *
   * @return nothing if none was begun there
   * @throws ArchiveException if it can't be understood; nothing is changed then either
   * @throws IOException if it can't be read
   */
  public static Optional<ArchiveContents> read(Path path) throws IOException {
    StoreDirectory directory = new StoreDirectory(path);
    if (!directory.isBegun()) {
      return Optional.empty();
    }
    directory.prepareNativeLibraryToLook();
    return Optional.of(read(directory));
  }

  static ArchiveContents read(StoreDirectory directory) throws IOException {
    directory.checkData();
    try (ArchiveStore store = ArchiveStore.openReadOnly(directory)) {
      return new ArchiveContents(directory, store);
    }
  }

  /** The archive as a whole. */
  public Facts facts() {
    return facts;
  }

  /**
   * What is folded and what is kept, by metric name. Of metrics that workers have defined
   * differently, each definition is a family of its own, the first one first.
   */
  public List<FamilyView> families() {
    return families;
  }

  /** Whether the counts of a file are in the totals, though it may still lie in its directory. */
  public boolean has(FileId file) {
    Long held = generationsHeld.get(file.origin());
    return held != null && held >= file.generation();
  }

  private static @Nullable Instant countedSince(WorkerReading totals) {
    return totals.series().stream()
        .mapToLong(SeriesReading::createdMillis)
        .mapToObj(Instant::ofEpochMilli)
        .min(Instant::compareTo)
        .orElse(null);
  }

  private static int gauges(List<FamilyView> families) {
    return series(families.stream().filter(ArchiveContents::isEach).toList());
  }

  private static boolean isEach(FamilyView view) {
    GaugeMode mode = view.family().gaugeMode();
    return mode != null && mode.rule() == GaugeMode.Rule.EACH;
  }

  private static int series(List<FamilyView> families) {
    return families.stream().mapToInt(family -> family.series().size()).sum();
  }
}
