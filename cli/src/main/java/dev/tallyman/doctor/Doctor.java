package dev.tallyman.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Examines a directory of tally files, its archive and its aggregator.
 *
 * <p>Threading: stateless.
 *
 * <p>Failure: none; what can't be looked at is a finding.
 */
public final class Doctor {
  private final Subject subject;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor(Subject subject) {
    this.subject = subject;
  }

  /**
   * Looks at everything.
   *
   * @return what was found, as it should be or not, in the order of looking
   */
  public static List<Finding> examine(Subject subject, Clock clock) {
    Doctor doctor = new Doctor(subject);
    doctor.examine(clock);
    return List.copyOf(doctor.findings);
  }

  private void examine(Clock clock) {
    looking(
        DirectoryCheck.NAME,
        () -> {
          DirectoryCheck.examine(subject.directory(), findings);
          DirectoryCheck.examineArchive(subject.archive(), findings);
        });
    looking(
        FileSystemCheck.NAME,
        () -> FileSystemCheck.examine(subject.directory(), subject.archive(), findings));
    ArchiveCheck archive = ArchiveCheck.examine(subject.archive(), findings);
    Optional<Patient> patient = read(archive, clock);
    looking(
        AggregatorCheck.NAME,
        () -> AggregatorCheck.examine(subject, archive.holder(), patient, findings));
    patient.ifPresent(found -> examine(found, archive));
  }

  private Optional<Patient> read(ArchiveCheck archive, Clock clock) {
    if (Files.isDirectory(subject.directory(), LinkOption.NOFOLLOW_LINKS)) {
      try {
        return Optional.of(Patient.read(subject.directory(), archive.contents(), clock.instant()));
      } catch (IOException | RuntimeException e) {
        findings.add(
            Finding.problem(
                DirectoryCheck.NAME,
                subject.directory() + " can't be listed: " + e,
                "run as the user of the aggregator, or mend its permissions"));
      }
    }
    return Optional.empty();
  }

  private void examine(Patient patient, ArchiveCheck archive) {
    looking(FilesCheck.NAME, () -> FilesCheck.examine(patient, findings));
    looking(VersionsCheck.NAME, () -> VersionsCheck.examine(patient, subject.release(), findings));
    looking(WorkersCheck.NAME, () -> WorkersCheck.examine(patient, archive.holder(), findings));
    looking(
        MetricsCheck.NAME,
        () -> MetricsCheck.examine(subject, patient, archive.contents(), findings));
    looking(FailuresCheck.NAME, () -> FailuresCheck.examine(patient, archive.contents(), findings));
  }

  private interface Look {
    void run() throws IOException;
  }

  /** Whatever one look stumbles over, the others are taken. */
  private void looking(String check, Look look) {
    try {
      look.run();
    } catch (IOException | RuntimeException e) {
      findings.add(
          Finding.problem(check, "can't be looked at: " + e, "run as the user of the aggregator"));
    }
  }
}
