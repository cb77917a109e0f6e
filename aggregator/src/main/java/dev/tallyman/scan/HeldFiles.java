package dev.tallyman.scan;

import dev.tallyman.model.FileId;
import dev.tallyman.tally.TallyFormatException;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Removes tally files whose counts are held elsewhere for good.
 *
 * <p>Threading: stateless.
 */
public final class HeldFiles {
  private HeldFiles() {}

  /**
   * Removes a file, if it is the one that is meant and nobody writes it.
   *
   * @return whether the path is free
   * @throws IOException if it can't be removed; the message names it
   */
  public static boolean remove(Path path, FileId id) throws IOException {
    try (TallyReader reader = TallyReader.open(path)) {
      return reader.header().fileId().equals(id)
          && !reader.isWriterAlive()
          && Files.deleteIfExists(path);
    } catch (NoSuchFileException e) {
      return true;
    } catch (TallyFormatException e) {
      // Something else has taken its path.
      return false;
    }
  }
}
