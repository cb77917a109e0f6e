package dev.tallyman.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directory itself: is it there, is it one, and who may write into it. */
final class DirectoryCheck {
  static final String NAME = "directory";

  private static final int STICKY = 01000;

  private DirectoryCheck() {}

  static void examine(Path directory, List<Finding> findings) {
    try {
      findings.add(look(directory));
    } catch (IOException e) {
      findings.add(
          Finding.problem(NAME, directory + " can't be looked at: " + e, "mend its permissions"));
    }
  }

  /** Who may write there may make up the counts of the dead; more is said by looking into it. */
  static void examineArchive(Path archive, List<Finding> findings) throws IOException {
    if (Files.isDirectory(archive, LinkOption.NOFOLLOW_LINKS)) {
      Finding finding = ofPermissions("archive", archive, attributes(archive));
      if (finding.level() != Finding.Level.OK) {
        findings.add(finding);
      }
    }
  }

  private static Finding look(Path directory) throws IOException {
    if (Files.isSymbolicLink(directory)) {
      return Finding.problem(
          NAME,
          directory + " is a symbolic link",
          "name the directory itself: neither workers nor the aggregator follow links");
    }
    if (!Files.exists(directory)) {
      return Finding.note(
          NAME,
          directory + " is not there: no worker has recorded into it",
          "if workers run, see that they have PROMETHEUS_METRICS_ENABLED=true and the same"
              + " PROMETHEUS_MULTIPROC_DIR");
    }
    if (!Files.isDirectory(directory)) {
      return Finding.problem(
          NAME, directory + " is not a directory", "move it away, or choose another name");
    }
    return ofPermissions(NAME, directory, attributes(directory));
  }

  private static PosixFileAttributes attributes(Path directory) throws IOException {
    return Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Who may write into such a directory may remove only what is theirs, as in /tmp. */
  private static boolean isSticky(Path directory) throws IOException {
    Object mode = Files.getAttribute(directory, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return ((Integer) mode & STICKY) != 0;
  }

  /** Whether only those can remove others' files who could anyway: root, and the aggregator. */
  static boolean isOfTrusted(String owner, @Nullable String user) {
    return owner.equals("root") || owner.equals(user);
  }

  private static Finding ofPermissions(String check, Path directory, PosixFileAttributes attributes)
      throws IOException {
    String who =
        "owner="
            + attributes.owner().getName()
            + ", mode="
            + PosixFilePermissions.toString(attributes.permissions());
    if (!Files.isReadable(directory) || !Files.isWritable(directory)) {
      return Finding.problem(
          check,
          directory + " is not to be read and written by this user: " + who,
          "run workers and the aggregator as one user, and the doctor too");
    }
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      if (check.equals(NAME)
          && isSticky(directory)
          && isOfTrusted(attributes.owner().getName(), System.getProperty("user.name"))) {
        return Finding.note(
            check,
            directory + " can be written by everybody, who may remove only their own: " + who,
            "right for workers of several users that are trusted: any of them can make up counts");
      }
      return Finding.problem(
          check,
          directory + " can be written by everybody: " + who,
          "chmod 0700 it: whoever can write there can make up counts and remove files");
    }
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)) {
      return Finding.note(
          check,
          directory + " can be written by its group: " + who,
          "chmod 0700 it unless all of the group is trusted");
    }
    return Finding.ok(check, directory + ": " + who);
  }
}
