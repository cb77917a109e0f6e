package dev.tallyman.aggregator;

import dev.tallyman.owner.HeldException;
import dev.tallyman.owner.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps other aggregators away from the tally files. One with another archive would fold workers
 * into that, and remove files that this one has never seen.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a lock that is gone, since the directory was wiped, is taken again. Where that can't
 * be done folding goes on, since on a full disk it is what makes room; but not beside another one.
 */
final class DirectoryClaim implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DirectoryClaim.class.getPackageName());

  private final Path directory;
  private Ownership ownership;
  private String lastFailure = "";

  private DirectoryClaim(Path directory, Ownership ownership) {
    this.directory = directory;
    this.ownership = ownership;
  }

  /**
   * Lays claim to a directory, which must be there.
   *
   * @throws HeldException if another aggregator has it; the message says which
   * @throws IOException if it can't be locked
   */
  static DirectoryClaim stake(Path directory) throws IOException {
    return new DirectoryClaim(directory, Ownership.take(place(directory)));
  }

  /** A hidden name, which is nobody's tally file. */
  static Ownership.Place place(Path directory) {
    return new Ownership.Place("tally files", directory, ".aggregator");
  }

  Path directory() {
    return directory;
  }

  /**
   * Takes the lock again if somebody has removed it.
   *
   * @throws HeldException if another aggregator was faster; the message says which
   */
  void keep() throws HeldException {
    try {
      // Where there is no directory there is nothing to fold, until a worker makes it anew.
      if (!ownership.isInPlace() && Files.isDirectory(directory)) {
        ownership.close();
        ownership = Ownership.take(place(directory));
      }
      lastFailure = "";
    } catch (HeldException e) {
      throw e;
    } catch (IOException e) {
      if (!lastFailure.equals(e.toString())) {
        LOG.log(
            System.Logger.Level.WARNING, "can't keep other aggregators from the tally files: " + e);
      }
      lastFailure = e.toString();
    }
  }

  @Override
  public void close() throws IOException {
    ownership.close();
  }
}
