package dev.tallyman.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.tallyman.model.Family;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.tally.FormatVersion;
import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyFormatException;
import dev.tallyman.tally.TallyHeader;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one tally file holds, for people and programs.
 *
 * <p>Threading: immutable.
 *
 * @param summary the file as a whole
 * @param families its metrics, in the order in which the worker came to them
 */
record TallyDump(Summary summary, List<FamilyDump> families) {
  private static final System.Logger LOG = System.getLogger(TallyDump.class.getPackageName());

  /**
   * A file as a whole.
   *
   * @param file its name
   * @param state what becomes of it
   * @param format the version of its format; null if it has none
   * @param worker who wrote it; null if it can't be read
   * @param series how many series it has
   * @param familiesPassedOver metrics of types that this release does not know: they stay in the
   *     file, and it stays where it is
   * @param bytes how many of its bytes are in use
   * @param lost what the worker could not record
   * @param problem why it can't be read, or is not to be; null if it is
   */
  record Summary(
      String file,
      State state,
      @Nullable String format,
      @Nullable Writer worker,
      int series,
      int familiesPassedOver,
      long bytes,
      @Nullable Lost lost,
      @Nullable String problem) {}

  /** What becomes of a file. */
  enum State {
    /** Its worker lives. */
    LIVE,
    /** Its worker is dead, and the archive does not have its counts yet. */
    DEAD,
    /** The archive has its counts; it is removed when that can be done. */
    FOLDED,
    /** It can't be read. */
    UNREADABLE,
    /** Another program's; it is not counted. */
    FOREIGN;

    @JsonValue
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The worker of a file.
   *
   * @param id the random 128 bits that it is known by
   * @param pid its process
   * @param name its name, or empty
   * @param live whether it lives
   * @param created when it began the file
   */
  record Writer(String id, long pid, String name, boolean live, String created) {}

  /**
   * What a worker could not record.
   *
   * @param dropped recordings that made no sense
   * @param overLimit recordings of series that were one too many
   * @param notOnDisk series that the disk had no room for
   */
  record Lost(long dropped, long overLimit, long notOnDisk) {}

  /** A family and its series. */
  record FamilyDump(
      String name,
      String type,
      @Nullable String mode,
      String unit,
      String help,
      List<SeriesDump> series) {}

  /** A series: what it is called, and each of its values under a name. */
  record SeriesDump(Map<String, String> labels, Map<String, Object> values) {}

  /** Reads one file. */
  static TallyDump read(Path file, FoldedFiles folded) throws IOException, TallyFormatException {
    try (TallyReader reader = TallyReader.open(file)) {
      boolean live = reader.isWriterAlive();
      reader.refresh();
      Map<Family, List<SeriesDump>> byFamily = new LinkedHashMap<>();
      reader.families().forEach(entry -> byFamily.put(entry.family(), new ArrayList<>()));
      for (SeriesReading series : reader.readings()) {
        byFamily.computeIfAbsent(series.family(), family -> new ArrayList<>()).add(series(series));
      }
      List<FamilyDump> families = new ArrayList<>();
      byFamily.forEach((family, series) -> families.add(family(family, series)));
      return new TallyDump(summary(reader, live, folded), List.copyOf(families));
    }
  }

  /** Reads all files of a directory, by name. */
  static List<Summary> list(Path directory, FoldedFiles folded) throws IOException {
    List<Path> files = TallyDirectory.list(directory).files().stream().sorted().toList();
    List<Summary> summaries = new ArrayList<>();
    for (Path file : files) {
      summaries.add(summary(file, folded));
    }
    for (PythonFile file : PythonFile.in(directory)) {
      summaries.add(without(file.path(), State.FOREIGN, null, file.told()));
    }
    return summaries;
  }

  private static Summary summary(Path file, FoldedFiles folded) {
    try (TallyReader reader = TallyReader.open(file)) {
      boolean live = reader.isWriterAlive();
      reader.refresh();
      return summary(reader, live, folded);
    } catch (IOException | TallyFormatException e) {
      return without(file, State.UNREADABLE, format(file), e.getMessage());
    }
  }

  /** A file that nothing more is known of. */
  private static Summary without(
      Path file, State state, @Nullable String format, @Nullable String problem) {
    return new Summary(file.toString(), state, format, null, 0, 0, 0, null, problem);
  }

  private static @Nullable String format(Path file) {
    try {
      return FormatVersion.of(file).toString();
    } catch (IOException | TallyFormatException e) {
      LOG.log(System.Logger.Level.DEBUG, "no version", e);
      return null;
    }
  }

  private static Summary summary(TallyReader reader, boolean live, FoldedFiles folded) {
    TallyHeader header = reader.header();
    return new Summary(
        reader.path().toString(),
        live ? State.LIVE : folded.has(header.fileId()) ? State.FOLDED : State.DEAD,
        format(reader.path()),
        new Writer(
            header.id().toString(),
            header.pid(),
            header.workerName(),
            live,
            Instant.ofEpochMilli(header.createdMillis()).toString()),
        reader.series().size(),
        reader.familiesPassedOver(),
        reader.committedBytes(),
        new Lost(reader.dropped(), reader.overLimit(), reader.notOnDisk()),
        null);
  }

  private static FamilyDump family(Family family, List<SeriesDump> series) {
    return new FamilyDump(
        family.name(),
        family.type().name().toLowerCase(Locale.ROOT),
        family.gaugeMode() == null ? null : family.gaugeMode().label(),
        family.unit(),
        family.help(),
        series);
  }

  private static SeriesDump series(SeriesReading series) {
    Map<String, String> labels = new LinkedHashMap<>();
    List<String> names = series.family().labelNames();
    for (int i = 0; i < names.size(); i++) {
      labels.put(names.get(i), series.labelValues().get(i));
    }
    return new SeriesDump(labels, SlotValues.of(series));
  }
}
