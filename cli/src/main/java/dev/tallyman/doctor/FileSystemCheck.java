package dev.tallyman.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the directories lie on: whether locks, mappings and reserved room can be relied on there.
 */
final class FileSystemCheck {
  static final String NAME = "file system";

  /** Less room than a few new workers and a fold want. */
  private static final long ROOM_WANTED = 64L << 20;

  private static final Set<String> NETWORK =
      Set.of("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ceph", "9p");

  private static final Set<String> MORE_NETWORK =
      Set.of("glusterfs", "lustre", "gfs2", "ocfs2", "beegfs", "virtiofs", "vboxsf", "prl_fs");

  /** Writing an old page takes new room there, so the room that a file has is not kept for it. */
  private static final Set<String> COPY_ON_WRITE = Set.of("btrfs", "zfs", "bcachefs");

  /** What all tests of crashes and full disks have been run on. */
  private static final Set<String> KNOWN_GOOD = Set.of("ext4", "xfs", "overlay");

  /** What lies there. */
  enum Content {
    TALLY_FILES("the tally files are on "),
    ARCHIVE("the archive is on ");

    private final String on;

    Content(String on) {
      this.on = on;
    }
  }

  private FileSystemCheck() {}

  static void examine(Path directory, Path archive, List<Finding> findings) {
    examine(Content.TALLY_FILES, directory, findings);
    examine(Content.ARCHIVE, archive, findings);
  }

  private static void examine(Content content, Path path, List<Finding> findings) {
    Path there = nearest(path);
    try {
      FileStore store = Files.getFileStore(there);
      findings.add(ofType(content, store.type()));
      Finding room = ofRoom(path, store.getUsableSpace());
      if (room != null) {
        findings.add(room);
      }
    } catch (IOException e) {
      findings.add(
          Finding.problem(NAME, "of " + path + " can't be looked at: " + e, "look at the mount"));
    }
  }

  /** What to think of a type of file system, as the kernel names it. */
  static Finding ofType(Content content, String type) {
    String what = content.on + type;
    if (NETWORK.contains(type) || MORE_NETWORK.contains(type) || type.startsWith("fuse")) {
      return Finding.problem(
          NAME,
          what + ", where locks and mappings of several hosts or processes can't be relied on",
          "use a local file system, such as tmpfs or ext4");
    }
    if (COPY_ON_WRITE.contains(type)) {
      return Finding.problem(
          NAME,
          what + ", which copies pages on write: when it is full, a count can kill its worker",
          "use tmpfs, ext4 or xfs");
    }
    if (type.equals("tmpfs")) {
      return content == Content.ARCHIVE
          ? Finding.note(
              NAME,
              what + ": the counts of the dead are gone after a restart of the host",
              "put it on a disk if they are to stay")
          : Finding.ok(NAME, what + ": no count waits for a disk");
    }
    if (KNOWN_GOOD.contains(type)) {
      return content == Content.ARCHIVE
          ? Finding.ok(NAME, what)
          : Finding.note(
              NAME,
              what + ", not on tmpfs: a count can wait for a disk that is busy",
              "if workers must never wait, name a directory on a tmpfs, /dev/shm say");
    }
    return Finding.note(
        NAME, what + ", on which nothing was tested", "tmpfs, ext4, xfs and overlay were");
  }

  /** Whether there is room for what is to come. */
  static @Nullable Finding ofRoom(Path path, long usableBytes) {
    if (usableBytes >= ROOM_WANTED) {
      return null;
    }
    return Finding.problem(
        NAME,
        "little room for " + path + ": bytes=" + usableBytes,
        "make room: on a full disk new series stay in the worker's heap, and folding waits");
  }

  /** The path itself, or what there is of the way to it. */
  private static Path nearest(Path path) {
    Path there = path.toAbsolutePath().normalize();
    while (!Files.exists(there)) {
      Path parent = there.getParent();
      if (parent == null) {
        return there;
      }
      there = parent;
    }
    return there;
  }
}
