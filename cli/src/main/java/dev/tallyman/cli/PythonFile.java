package dev.tallyman.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of prometheus_client, Python's client, which keeps its own in the directory that has the
 * same variable's name as ours. They are known by their names, {@code gauge_livesum_123.db} say.
 *
 * <p>Threading: immutable.
 *
 * @param path the file
 * @param kind which metrics are in it
 * @param pid of the process that wrote it
 */
record PythonFile(Path path, String kind, String pid) {
  private static final Pattern NAME =
      Pattern.compile("(counter|histogram|summary|gauge_[a-z]+)_(\\d{1,20})\\.db");

  /** What a file is by its name, if it is one. */
  static Optional<PythonFile> of(Path path) {
    Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
    return name.matches()
        ? Optional.of(new PythonFile(path, name.group(1), name.group(2)))
        : Optional.empty();
  }

  /** All that lie in a directory, by name. */
  static List<PythonFile> in(Path directory) throws IOException {
    List<PythonFile> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.db")) {
      entries.forEach(entry -> of(entry).ifPresent(files::add));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort(Comparator.comparing(PythonFile::path));
    return files;
  }

  /** What to tell of it. */
  String told() {
    return "written by Python's prometheus_client, metrics of type "
        + kind
        + " of pid "
        + pid
        + "; Tallyman does not count it";
  }
}
