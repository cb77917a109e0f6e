package dev.tallyman.doctor;

import dev.tallyman.tally.FormatVersion;
import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** In which versions of the format the files are written, beside the one that is known here. */
final class VersionsCheck {
  static final String NAME = "versions";

  private static final System.Logger LOG = System.getLogger(VersionsCheck.class.getPackageName());

  private VersionsCheck() {}

  static void examine(Patient patient, String release, List<Finding> findings) throws IOException {
    Map<FormatVersion, SortedSet<String>> files = files(patient.directory());
    String ours = "format " + FormatVersion.CURRENT + ", that of release " + release;
    files.forEach(
        (version, names) -> {
          String text = "files=" + names.size() + ", first=" + names.first() + ", ";
          int age = version.compareTo(FormatVersion.CURRENT);
          if (age == 0) {
            findings.add(Finding.ok(NAME, "files=" + names.size() + ", written in " + ours));
          } else if (age < 0) {
            findings.add(
                Finding.note(
                    NAME,
                    text + "written in an older format, " + version + "; here it is " + ours,
                    "nothing is lost; restart these workers with this release when it suits"));
          } else {
            findings.add(
                Finding.note(
                    NAME,
                    text + "written in a newer format, " + version + "; here it is " + ours,
                    "install the newer release here, and let the aggregator run it: an older one"
                        + " passes over what it does not know"));
          }
        });
  }

  /** Names by version; files of another major version can't be read, and are named for that. */
  private static Map<FormatVersion, SortedSet<String>> files(Path directory) throws IOException {
    Map<FormatVersion, SortedSet<String>> files = new TreeMap<>();
    for (Path file : TallyDirectory.list(directory).files()) {
      try {
        FormatVersion version = FormatVersion.of(file);
        if (version.major() == FormatVersion.CURRENT.major()) {
          files
              .computeIfAbsent(version, unused -> new TreeSet<>())
              .add(String.valueOf(file.getFileName()));
        }
      } catch (IOException | TallyFormatException e) {
        // Folded by now, or named among the files that are left out.
        LOG.log(System.Logger.Level.DEBUG, "no version", e);
      }
    }
    return files;
  }
}
