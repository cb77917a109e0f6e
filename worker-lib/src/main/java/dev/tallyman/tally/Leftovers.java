package dev.tallyman.tally;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Files of workers that were killed while they made them: hidden, never counted, and nobody's.
 *
 * <p>Threading: stateless.
 */
public final class Leftovers {
  private Leftovers() {}

  /**
   * Removes those that were last touched before a time, and that nobody holds. A worker that was
   * merely stopped that long goes on in heap, and makes another file.
   *
   * @return how many were removed
   * @throws IOException if the directory can't be read, or one can't be removed
   */
  public static int remove(Path directory, Instant before) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, Leftovers::isOne)) {
      for (Path entry : entries) {
        if (isOld(entry, before) && isNobodys(entry) && Files.deleteIfExists(entry)) {
          removed++;
        }
      }
    } catch (NoSuchFileException e) {
      return removed;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return removed;
  }

  private static boolean isOne(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return name.startsWith(".")
        && name.endsWith(TallyDirectory.SUFFIX + TallyDirectory.BEING_BORN)
        && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isOld(Path entry, Instant before) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return now.lastModifiedTime().toInstant().isBefore(before)
        && !TallyFile.isKeyOwnedHere(now.fileKey());
  }

  private static boolean isNobodys(Path entry) throws IOException {
    try (Intake.Opened opened = Intake.open(entry);
        FileLock lock = opened.channel().tryLock()) {
      return lock != null;
    } catch (TallyFormatException e) {
      return false;
    }
  }
}
