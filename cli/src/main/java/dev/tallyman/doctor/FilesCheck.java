package dev.tallyman.doctor;

import dev.tallyman.scan.SkippedFile;
import dev.tallyman.tally.TallyDirectory;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The files of the directory: those that are left out, and those that are not ours. */
final class FilesCheck {
  static final String NAME = "files";

  private FilesCheck() {}

  static void examine(Patient patient, List<Finding> findings) throws IOException {
    for (SkippedFile file : patient.skipped()) {
      findings.add(
          Finding.problem(
              NAME, file.reason() + ", left out: " + file.message(), advice(file.reason())));
    }
    foreign(patient.directory(), findings);
    owners(patient.directory(), findings);
  }

  private static String advice(String reason) {
    return switch (reason) {
      case "unknown_version" -> "run an aggregator that is as new as the newest worker";
      case "unreadable" -> "run workers and the aggregator as one user";
      case "duplicate" -> "remove the copy; of each worker one file counts";
      case "held" ->
          "restart its worker: it was taken for dead, since its process closed its own tally file"
              + " or the file is a copy";
      case "too_many" -> "start an aggregator: it folds and removes the files of the dead";
      default ->
          "keep a copy for `tallyman inspect`, then remove it; a living worker needs a restart";
    };
  }

  private static void foreign(Path directory, List<Finding> findings) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    boolean python = false;
    for (Path each : entries(directory)) {
      String name = String.valueOf(each.getFileName());
      if (!name.startsWith(".") && !name.endsWith(TallyDirectory.SUFFIX)) {
        python |= name.endsWith(".db");
        names.add(name);
      }
    }
    if (!names.isEmpty()) {
      findings.add(
          Finding.note(
              NAME,
              "not ours, passed over: files=" + names.size() + ", first=" + names.first(),
              python
                  ? "give prometheus_client's .db files a directory of their own"
                  : "keep other files elsewhere"));
    }
  }

  /** Files have mode 0600, so an aggregator that is not root sees one user's only. */
  private static void owners(Path directory, List<Finding> findings) throws IOException {
    TreeSet<String> owners = new TreeSet<>();
    for (Path each : entries(directory)) {
      if (String.valueOf(each.getFileName()).endsWith(TallyDirectory.SUFFIX)) {
        owner(each).ifPresent(owners::add);
      }
    }
    if (owners.size() > 1) {
      findings.add(
          Finding.note(
              NAME,
              "of several users: " + String.join(", ", owners),
              "run workers as one user, or the aggregator as root"));
    }
  }

  private static Optional<String> owner(Path file) throws IOException {
    try {
      return Optional.of(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName());
    } catch (NoSuchFileException e) {
      // A folded file is removed at any moment.
      return Optional.empty();
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(all::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return all;
  }
}
