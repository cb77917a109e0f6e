package dev.tallyman.tally;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells a file from another one that has taken its path. */
final class FileKeys {
  private FileKeys() {}

  /** Whether the path leads to the file with the key. */
  static boolean leadsTo(Path path, Object fileKey) throws IOException {
    try {
      BasicFileAttributes now =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return fileKey.equals(now.fileKey());
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
