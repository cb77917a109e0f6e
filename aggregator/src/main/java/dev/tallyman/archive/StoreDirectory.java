package dev.tallyman.archive;

import dev.tallyman.owner.Ownership;
import dev.tallyman.pages.PageCheck;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The directory of a store, and the files in it that are not LMDB's own.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: an {@link ArchiveException} that says what to do.
 *
 * @param path the directory
 */
record StoreDirectory(Path path) {
  private static final String DATA = "data.mdb";
  private static final String LOCKS = "lock.mdb";
  private static final String OWNER = "owner";

  /** Says that there was a store, so that one which is gone is not taken for a new one. */
  private static final String BEGUN = "begun";

  /** All that makes a store; its mark last, so that half a store is not taken for none. */
  private static final String[] STORE = {DATA, LOCKS, BEGUN};

  private static final String NATIVE_LIBRARIES = "lmdbjava-*";
  private static final String EXTRACT = "lmdbjava.extract.dir";

  /** For LMDB's first pages, its lock table and its native library. */
  private static final long ROOM_NEEDED = 1 << 20;

  /** Makes the directory if it is missing. */
  void create() throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new ArchiveException(path, "its directory is a symbolic link");
    }
    if (!Files.isDirectory(path)) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** What says whose it is. */
  Ownership.Place place() {
    return new Ownership.Place("archive", path, OWNER);
  }

  /** Whether a store was begun here and is there. */
  boolean isBegun() {
    return Files.exists(path.resolve(BEGUN));
  }

  void markBegun() throws IOException {
    if (!isBegun()) {
      Path unused = Files.createFile(path.resolve(BEGUN));
    }
  }

  /**
   * Checks what LMDB would die of, or would silently take for a new store.
   *
   * @throws ArchiveException if there is anything of the kind
   */
  void check() throws IOException {
    if (isBegun()) {
      checkData();
    }
    long room = Files.getFileStore(path).getUsableSpace();
    // LMDB makes its lock table as a hole and then writes through a mapping: no room is a SIGBUS.
    if (room < ROOM_NEEDED && !Files.exists(path.resolve(LOCKS))) {
      throw new ArchiveException(path, "no room for it, bytes=" + room + ", needed=" + ROOM_NEEDED);
    }
  }

  /**
   * Checks that the tables are there.
   *
   * @throws ArchiveException if they are not
   */
  void checkData() throws IOException {
    if (dataBytes() == 0) {
      throw new ArchiveException(
          path,
          "data.mdb is empty or missing, though there was one;"
              + " bring it back, or let `tallyman archive reset` begin a new one");
    }
  }

  /**
   * Lets lmdbjava unpack its native library here, where a directory for temporary files that
   * forbids execution is no hindrance. One that a killed predecessor left is removed.
   */
  void prepareNativeLibrary() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(path, NATIVE_LIBRARIES)) {
      for (Path library : left) {
        Files.deleteIfExists(library);
      }
    }
    if (Files.getFileStore(path).getUsableSpace() >= ROOM_NEEDED
        && System.getProperty(EXTRACT) == null) {
      System.setProperty(EXTRACT, path.toString());
    }
  }

  /**
   * Lets lmdbjava unpack its native library where it does not get in the way of an owner, who
   * removes what it finds here; but here is better than where execution is forbidden.
   */
  void prepareNativeLibraryToLook() throws IOException {
    if (System.getProperty(EXTRACT) == null && !canRunTemporaryFiles()) {
      System.setProperty(EXTRACT, path.toString());
    }
  }

  private static boolean canRunTemporaryFiles() {
    try {
      Path file = Files.createTempFile("tallyman", null);
      try {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return Files.isExecutable(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Checks that LMDB can follow its pages, if there are any.
   *
   * @throws dev.tallyman.pages.DamagedPageException if it would stumble
   */
  void checkPages() throws IOException {
    if (dataBytes() > 0) {
      PageCheck.check(path.resolve(DATA));
    }
  }

  /** When the store was begun. */
  Instant begun() throws IOException {
    return Files.getLastModifiedTime(path.resolve(BEGUN)).toInstant();
  }

  /** Whether LMDB has ever made its table of readers here. */
  boolean hasLockTable() {
    return Files.exists(path.resolve(LOCKS));
  }

  /** How long LMDB's file is; 0 if there is none. */
  long dataBytes() throws IOException {
    Path data = path.resolve(DATA);
    return Files.exists(data) ? Files.size(data) : 0;
  }

  /** Which file LMDB's is, whatever has taken its path later. */
  Object dataKey() throws IOException {
    Path data = path.resolve(DATA);
    Object key =
        Files.readAttributes(data, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return key == null ? data : key;
  }

  /** Whether there is anything to remove. */
  boolean hasStore() {
    return Stream.of(STORE).anyMatch(name -> Files.exists(path.resolve(name)));
  }

  /** Removes the store, so that the next one begins anew. */
  void removeStore() throws IOException {
    for (String name : STORE) {
      Files.deleteIfExists(path.resolve(name));
    }
  }
}
