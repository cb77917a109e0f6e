package dev.tallyman.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files that were found bad, each named in the log once. One is looked at again when it has
 * changed.
 *
 * <p>Threading: one thread at a time.
 */
final class BadFiles {
  private static final System.Logger LOG = System.getLogger(BadFiles.class.getPackageName());

  private final Map<Path, Bad> files = new HashMap<>();

  private record Bad(SkippedFile file, String state) {}

  void add(SkippedFile file) {
    Bad before = files.put(file.path(), new Bad(file, state(file.path())));
    if (before == null || !before.file.message().equals(file.message())) {
      LOG.log(System.Logger.Level.WARNING, "file skipped: " + file.message());
    }
  }

  void remove(Path path) {
    files.remove(path);
  }

  void retain(Set<Path> present) {
    files.keySet().retainAll(present);
  }

  List<SkippedFile> all() {
    return files.values().stream().map(Bad::file).toList();
  }

  boolean isWorthAnotherLook(Path path) {
    Bad before = files.get(path);
    return before == null
        || before.file.reason().equals(SkippedFile.DUPLICATE)
        || !before.state.equals(state(path));
  }

  /** What changes when a file does; on some file systems mapped writes do not. */
  private static String state(Path path) {
    try {
      BasicFileAttributes now =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return now.fileKey() + " " + now.size() + " " + now.lastModifiedTime();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
