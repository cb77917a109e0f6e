package dev.tallyman.archive;

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
record OpenStore(StoreDirectory directory, StoreOwner owner, ArchiveStore store, Object dataKey)
    implements AutoCloseable {

  /** Opens the store of a directory, or begins one. */
  static OpenStore open(StoreDirectory directory) throws IOException {
    directory.create();
    StoreOwner owner = StoreOwner.take(directory.path());
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

  /** Whether the tables are where they were. */
  boolean isInPlace() throws IOException {
    return directory.dataBytes() > 0 && dataKey.equals(directory.dataKey());
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
