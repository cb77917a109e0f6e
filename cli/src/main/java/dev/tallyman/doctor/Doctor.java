package dev.tallyman.doctor;

import dev.tallyman.archive.ArchiveContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Examines a directory of tally files and its archive.
 *
 * <p>Threading: stateless.
 *
 * <p>Failure: none; what can't be looked at is a finding.
 */
public final class Doctor {
  private Doctor() {}

  /**
   * Looks at everything.
   *
   * @param directory where the tally files are
   * @param archive where the counts of the dead are
   * @return what was found, as it should be or not, in the order of looking
   */
  public static List<Finding> examine(Path directory, Path archive, Clock clock) {
    List<Finding> findings = new ArrayList<>();
    DirectoryCheck.examine(directory, findings);
    FileSystemCheck.examine(directory, archive, findings);
    ArchiveCheck archived = ArchiveCheck.examine(archive, findings);
    if (Files.isDirectory(directory)) {
      examineFiles(directory, archived.contents(), archived.isServed(), clock, findings);
    }
    return List.copyOf(findings);
  }

  private static void examineFiles(
      Path directory,
      Optional<ArchiveContents> archive,
      boolean served,
      Clock clock,
      List<Finding> findings) {
    try {
      Patient patient = Patient.read(directory, archive, clock.instant());
      FilesCheck.examine(patient, findings);
      WorkersCheck.examine(patient, served, findings);
      MetricsCheck.examine(patient, findings);
    } catch (IOException e) {
      findings.add(
          Finding.problem(
              DirectoryCheck.NAME,
              directory + " can't be listed: " + e,
              "run as the user of the aggregator, or mend its permissions"));
    }
  }
}
