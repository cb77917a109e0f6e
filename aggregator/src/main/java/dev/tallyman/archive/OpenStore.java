package dev.tallyman.archive;

import dev.tallyman.owner.Ownership;
import java.io.IOException;

/**
 * A store that this process owns and has opened.
 *
 * <p>Threading: one thread at a time.
 *
 * @param directory where it is
 * @param owner says that it is ours
 * @param store the tables
 * @param dataKey which file the tables are in
 */
record OpenStore(StoreDirectory directory, Ownership owner, ArchiveStore store, Object dataKey)
    implements AutoCloseable {

  /** Opens the store of a directory, or begins one. */
  static OpenStore open(StoreDirectory directory) throws IOException {
    directory.create();
    return opened(directory, Ownership.take(directory.place()));
  }

  /**
   * Opens this store again where it was, or begins one in its place if it is gone.
   *
   * @throws dev.tallyman.owner.HeldException if another process holds it
   * @throws ArchiveException if it was changed by one
   */
  OpenStore openAgain() throws IOException {
    close();
    directory.create();
    Ownership next = Ownership.take(directory.place());
    if (directory.dataBytes() == 0) {
      return begun(directory, next);
    }
    OpenStore again = opened(directory, next);
    if (again.dataKey.equals(dataKey) && again.store.transaction() == store.transaction()) {
      return again;
    }
    // What others have folded is not in this process's memory, and must not be written over.
    again.close();
    throw new ArchiveException(
        directory.path(), "another process has changed it; start this aggregator again");
  }

  private static OpenStore begun(StoreDirectory directory, Ownership owner) throws IOException {
    try {
      directory.removeStore();
      return opened(directory, owner);
    } catch (IOException | RuntimeException e) {
      // Half a store would be taken for somebody else's.
      directory.removeStore();
      owner.close();
      throw e;
    }
  }

  private static OpenStore opened(StoreDirectory directory, Ownership owner) throws IOException {
    try {
      directory.check();
      directory.prepareNativeLibrary();
      ArchiveStore store = ArchiveStore.open(directory);
      directory.markBegun();
      return new OpenStore(directory, owner, store, directory.dataKey());
    } catch (IOException | RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** Whether the tables are where they were, and are ours. */
  boolean isInPlace() throws IOException {
    return store.isOpen()
        && owner.isInPlace()
        && directory.dataBytes() > 0
        && dataKey.equals(directory.dataKey());
  }

  /**
   * Checks that what is stored will be found again.
   *
   * @throws ArchiveException if the store was removed under this process
   */
  void checkInPlace() throws IOException {
    if (!isInPlace()) {
      throw new ArchiveException(directory.path(), "was removed under this process");
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
    owner.close();
  }
}
