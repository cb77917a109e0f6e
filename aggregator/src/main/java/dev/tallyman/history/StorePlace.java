package dev.tallyman.history;

import dev.tallyman.pages.PageCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory of the store.
 *
 * <p>Threading: immutable.
 *
 * @param path the directory
 */
record StorePlace(Path path) {
  private static final String DATA = "data.mdb";
  private static final String LOCKS = "lock.mdb";
  private static final String ASIDE = "damaged-data.mdb";

  /** For LMDB's first pages and its lock table. */
  private static final long ROOM_NEEDED = 1 << 20;

  /**
   * Makes the directory if it is missing, and checks what LMDB would die of.
   *
   * @throws HistoryException if there is no room, or the directory is none
   * @throws dev.tallyman.pages.DamagedPageException if LMDB would stumble over its file
   */
  void prepare() throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new HistoryException(path, "its directory is a symbolic link");
    }
    if (!Files.isDirectory(path)) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    long room = Files.getFileStore(path).getUsableSpace();
    // LMDB makes its lock table as a hole and then writes through a mapping: no room is a SIGBUS.
    if (room < ROOM_NEEDED && !Files.exists(path.resolve(LOCKS))) {
      throw new HistoryException(path, "no room for it, bytes=" + room + ", needed=" + ROOM_NEEDED);
    }
    if (dataBytes() > 0) {
      PageCheck.check(path.resolve(DATA));
    }
  }

  /**
   * Renames LMDB's file, so that another one can begin in its place. One that was set aside earlier
   * is dropped: what is damaged must not fill the disk. The directory stays, it may be a mount.
   *
   * @return where the file is now
   */
  Path setAside() throws IOException {
    Path aside = path.resolve(ASIDE);
    Path unused = Files.move(path.resolve(DATA), aside, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(path.resolve(LOCKS));
    return aside;
  }

  /** How long LMDB's file is; 0 if there is none. */
  long dataBytes() throws IOException {
    Path data = path.resolve(DATA);
    return Files.exists(data) ? Files.size(data) : 0;
  }

  /** Which file LMDB's is, whatever takes its path later. */
  Object dataKey() throws IOException {
    Path data = path.resolve(DATA);
    Object key = Files.readAttributes(data, BasicFileAttributes.class).fileKey();
    return key == null ? data : key;
  }
}
