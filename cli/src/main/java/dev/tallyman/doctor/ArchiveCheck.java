package dev.tallyman.doctor;

import dev.tallyman.archive.Archive;
import dev.tallyman.archive.ArchiveContents;
import dev.tallyman.owner.HeldException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The archive: whether it can be read, and whether an aggregator works on it.
 *
 * @param contents what is in it, if it can be read
 * @param holder who has it
 */
record ArchiveCheck(Optional<ArchiveContents> contents, Holder holder) {
  private static final String NAME = "archive";

  /** Who works on an archive. */
  enum Holder {
    AGGREGATOR,
    NOBODY,
    UNKNOWN
  }

  static ArchiveCheck examine(Path archive, List<Finding> findings) {
    return new ArchiveCheck(contents(archive, findings), holder(archive, findings));
  }

  private static Optional<ArchiveContents> contents(Path archive, List<Finding> findings) {
    try {
      Optional<ArchiveContents> contents = ArchiveContents.read(archive);
      findings.add(
          contents
              .map(ArchiveContents::facts)
              .map(
                  facts ->
                      Finding.ok(
                          NAME,
                          archive
                              + ": series="
                              + facts.series()
                              + ", bytes="
                              + facts.bytes()
                              + ", begun="
                              + facts.begun()))
              .orElseGet(
                  () ->
                      Finding.note(NAME, "none at " + archive, "the first aggregator begins one")));
      return contents;
    } catch (IOException | RuntimeException | LinkageError e) {
      findings.add(
          Finding.problem(
              NAME,
              archive + " can't be read: " + e.getMessage(),
              "keep a copy; put a back-up in its place, or begin anew with `tallyman archive"
                  + " reset`"));
      return Optional.empty();
    }
  }

  /** That there is nobody is said once it is known whether somebody works on another archive. */
  private static Holder holder(Path archive, List<Finding> findings) {
    try {
      Archive.requireUnheld(archive);
      return Holder.NOBODY;
    } catch (HeldException e) {
      findings.add(Finding.ok(AggregatorCheck.NAME, String.valueOf(e.getMessage())));
      return Holder.AGGREGATOR;
    } catch (IOException e) {
      findings.add(
          Finding.problem(
              AggregatorCheck.NAME,
              "can't be looked for: " + e,
              "run as the user of the aggregator"));
      return Holder.UNKNOWN;
    }
  }
}
