package dev.tallyman.cli;

import dev.tallyman.archive.ArchiveContents;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.SeriesView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an archive holds, for people and programs.
 *
 * <p>Threading: immutable.
 *
 * @param directory where it is
 * @param version its format
 * @param begun when it was begun
 * @param countedSince when the oldest of its series began to count; null if it has none
 * @param bytes what it takes on disk
 * @param series how many folded series it has
 * @param filesKnown folded files that would be known again
 * @param gauges what is kept of dead workers for a while
 * @param lost what the dead had to leave out
 * @param families its metrics, by name
 */
record ArchiveDump(
    String directory,
    int version,
    String begun,
    @Nullable String countedSince,
    long bytes,
    int series,
    int filesKnown,
    KeptGauges gauges,
    Lost lost,
    List<FamilyTotal> families) {

  /** Gauges that outlive their workers for a while. */
  record KeptGauges(int series, int workers) {}

  /** What the dead had to leave out. */
  record Lost(long dropped, long overLimit) {}

  /**
   * A family.
   *
   * @param total what its counters, or its observations, come to; null where there is no such thing
   * @param sum the sum of its observations; null where there is no such thing
   */
  record FamilyTotal(
      String name,
      String type,
      @Nullable String mode,
      int series,
      @Nullable Number total,
      @Nullable Double sum) {}

  static ArchiveDump of(Path directory, ArchiveContents contents) {
    ArchiveContents.Facts facts = contents.facts();
    Instant since = facts.countedSince();
    return new ArchiveDump(
        directory.toString(),
        facts.version(),
        facts.begun().toString(),
        since == null ? null : since.toString(),
        facts.bytes(),
        facts.series(),
        facts.filesKnown(),
        new KeptGauges(facts.gauges(), facts.deadWorkers()),
        new Lost(facts.losses().dropped(), facts.losses().overLimit()),
        contents.families().stream().map(ArchiveDump::total).toList());
  }

  private static FamilyTotal total(FamilyView view) {
    Family family = view.family();
    GaugeMode mode = family.gaugeMode();
    return new FamilyTotal(
        family.name(),
        family.type().name().toLowerCase(Locale.ROOT),
        mode == null ? null : mode.label(),
        view.series().size(),
        switch (family.type()) {
          case COUNTER -> view.series().stream().mapToDouble(SeriesView::value).sum();
          case HISTOGRAM, SUMMARY, NATIVE_HISTOGRAM, QUANTILE_SUMMARY ->
              view.series().stream().mapToLong(SeriesView::count).sum();
          case GAUGE, INFO, STATE_SET -> null;
        },
        switch (family.type()) {
          case HISTOGRAM, SUMMARY, NATIVE_HISTOGRAM, QUANTILE_SUMMARY ->
              view.series().stream().mapToDouble(SeriesView::sum).sum();
          case COUNTER, GAUGE, INFO, STATE_SET -> null;
        });
  }
}
