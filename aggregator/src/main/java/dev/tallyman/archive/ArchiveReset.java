package dev.tallyman.archive;

import dev.tallyman.owner.Ownership;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Drops an archive, whatever state it is in, so that the next aggregator begins a new one. From
 * {@link #begin} to {@link #close} no aggregator can take it.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: killed in the middle of {@link #drop}, it leaves an archive that no aggregator takes
 * for a new one, and that can be dropped again.
 */
public final class ArchiveReset implements AutoCloseable {
  private final StoreDirectory directory;
  private final Ownership owner;

  private ArchiveReset(StoreDirectory directory, Ownership owner) {
    this.directory = directory;
    this.owner = owner;
  }

  /**
   * Takes the archive of a directory, to drop it.
   *
   * @return nothing if there is none
   * @throws dev.tallyman.owner.HeldException if another process has it; the message says which
   * @throws IOException if it can't be taken
   */
  public static Optional<ArchiveReset> begin(Path path) throws IOException {
    StoreDirectory directory = new StoreDirectory(path);
    if (!directory.hasStore()) {
      return Optional.empty();
    }
    return Optional.of(new ArchiveReset(directory, Ownership.take(directory.place())));
  }

  /**
   * What would be dropped.
   *
   * @throws ArchiveException if that can't be told
   */
  public ArchiveContents contents() throws IOException {
    directory.prepareNativeLibrary();
    return ArchiveContents.read(directory);
  }

  /** Drops it, for good. */
  public void drop() throws IOException {
    directory.removeStore();
  }

  @Override
  public void close() throws IOException {
    owner.close();
  }
}
