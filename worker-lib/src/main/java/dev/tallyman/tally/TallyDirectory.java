package dev.tallyman.tally;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies in a directory of tally files.
 *
 * <p>Threading: stateless.
 */
public final class TallyDirectory {
  /** The end of a tally file's name. */
  public static final String SUFFIX = ".tally";

  /** What follows that while a file is made. */
  static final String BEING_BORN = ".new";

  /** The most files that one listing returns. */
  public static final int FILES_LIMIT = 100_000;

  /**
   * One look at the directory.
   *
   * @param files files in sight that are named as tally files, in no order
   * @param overLimit how many more there are
   */
  public record Listing(List<Path> files, int overLimit) {
    public Listing {
      files = List.copyOf(files);
    }
  }

  private TallyDirectory() {}

  /**
   * Lists a directory without keeping it open. Files that this JVM itself writes are left out:
   * opening and closing one would drop its lock.
   *
   * @return an empty listing if there is no such directory
   * @throws NotDirectoryException if something else has its name, a symbolic link for example
   * @throws IOException if it can't be read
   */
  public static Listing list(Path directory) throws IOException {
    if (Files.isSymbolicLink(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    List<Path> files = new ArrayList<>();
    int overLimit = 0;
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, TallyDirectory::isInSight)) {
      for (Path entry : entries) {
        if (files.size() < FILES_LIMIT) {
          files.add(entry);
        } else {
          overLimit++;
        }
      }
    } catch (NoSuchFileException e) {
      return new Listing(List.of(), 0);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return new Listing(files, overLimit);
  }

  /**
   * Tries whether a listing would work now, without taking it.
   *
   * @throws IOException if it would not
   */
  public static void checkListable(Path directory) throws IOException {
    if (Files.isSymbolicLink(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    if (Files.exists(directory)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        boolean unused = entries.iterator().hasNext();
      }
    }
  }

  private static boolean isInSight(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return name.endsWith(SUFFIX) && !name.startsWith(".") && !TallyFile.isOwnedHere(entry);
  }
}
