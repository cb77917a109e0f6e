package dev.tallyman.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files that were found bad, each named in the log once. One is looked at again when it has
 * changed, and always if what was in the way need not be in the file: a copy that is counted
 * already, or too few descriptors.
 *
 * <p>Threading: one thread at a time.
 */
final class BadFiles {
  private static final System.Logger LOG = System.getLogger(BadFiles.class.getPackageName());

  /** What changes when a file or its inode does; on some file systems mapped writes do not. */
  private static final String STATE = "unix:fileKey,size,nlink,lastModifiedTime,ctime";

  private static final Set<String> NOT_ITS_FAULT =
      Set.of(SkippedFile.DUPLICATE, SkippedFile.UNREADABLE);

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
        || NOT_ITS_FAULT.contains(before.file.reason())
        || !before.state.equals(state(path));
  }

  private static String state(Path path) {
    try {
      return Files.readAttributes(path, STATE, LinkOption.NOFOLLOW_LINKS).toString();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
