package dev.tallyman.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallyman.pages.DamagedPageException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * The LMDB environment: tables of bytes, changed by transactions that are on disk when they are
 * committed, whatever happens to the process.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: an {@link ArchiveException}; a transaction that fails has changed nothing.
 */
final class ArchiveStore implements AutoCloseable {
  /** Tables by what they hold. */
  enum Table {
    META,
    TOTALS,
    DEAD_GAUGES,
    FOLDED
  }

  /** The format that this program writes. */
  static final int VERSION = 1;

  /** Address space, not memory or disk: the most that the store may grow to. */
  private static final long MAP_BYTES = 16L << 30;

  private static final String RESET = "; `tallyman archive reset` begins a new one";
  private static final byte[] VERSION_KEY = "version".getBytes(UTF_8);

  private final StoreDirectory directory;
  private final Env<byte[]> env;
  private final Map<Table, Dbi<byte[]>> tables = new EnumMap<>(Table.class);
  private long transaction;

  private ArchiveStore(StoreDirectory directory, Env<byte[]> env) {
    this.directory = directory;
    this.env = env;
  }

  /**
   * Opens the store of a directory, or begins one.
   *
   * @throws ArchiveException if it is damaged, or of a later version
   */
  static ArchiveStore open(StoreDirectory directory) throws IOException {
    return open(directory, new EnvFlags[0]);
  }

  /**
   * Opens a store to look at it, while another process may own it. Nothing is made there: where no
   * process ever opened it, none does now.
   */
  static ArchiveStore openReadOnly(StoreDirectory directory) throws IOException {
    return open(
        directory,
        directory.hasLockTable()
            ? new EnvFlags[] {EnvFlags.MDB_RDONLY_ENV}
            : new EnvFlags[] {EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOLOCK});
  }

  private static ArchiveStore open(StoreDirectory directory, EnvFlags[] flags) throws IOException {
    ArchiveStore store = null;
    try {
      directory.checkPages();
      store =
          new ArchiveStore(
              directory,
              Env.create(ByteArrayProxy.PROXY_BA)
                  .setMapSize(MAP_BYTES)
                  .setMaxDbs(Table.values().length)
                  .open(directory.path().toFile(), flags));
      boolean readOnly = flags.length > 0;
      DbiFlags[] tableFlags = readOnly ? new DbiFlags[0] : new DbiFlags[] {DbiFlags.MDB_CREATE};
      store.tables.put(Table.META, store.env.openDbi(Table.META.name(), tableFlags));
      // Of a later version, nothing may be changed.
      store.checkVersion(readOnly);
      for (Table table : EnumSet.complementOf(EnumSet.of(Table.META))) {
        store.tables.put(table, store.env.openDbi(table.name(), tableFlags));
      }
      store.transaction = store.env.info().lastTransactionId;
      return store;
    } catch (DamagedPageException e) {
      throw new ArchiveException(directory.path(), "is damaged" + RESET, e);
    } catch (IOException e) {
      close(store);
      throw e;
    } catch (LmdbException | LinkageError e) {
      close(store);
      String hint = e instanceof LmdbException ? RESET : " (see lmdbjava.extract.dir)";
      throw new ArchiveException(directory.path(), "can't be opened" + hint, e);
    }
  }

  private static void close(@Nullable ArchiveStore store) {
    if (store != null) {
      store.env.close();
    }
  }

  private void checkVersion(boolean readOnly) throws ArchiveException {
    int[] stored = {0};
    read(view -> stored[0] = version(view));
    boolean found = stored[0] != 0;
    int version = found ? stored[0] : VERSION;
    if (version != VERSION) {
      throw new ArchiveException(
          directory.path(),
          "is of version " + version + ", this program knows version " + VERSION + RESET);
    }
    if (!found && !readOnly) {
      byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt(VERSION).array();
      write(change -> change.put(Table.META, VERSION_KEY, value));
    }
  }

  private static int version(View view) {
    byte[] found = view.get(Table.META, VERSION_KEY);
    return found == null ? 0 : ByteBuffer.wrap(found).getInt();
  }

  /** One transaction that changes tables. */
  final class Change {
    private final Txn<byte[]> transaction;

    private Change(Txn<byte[]> transaction) {
      this.transaction = transaction;
    }

    void put(Table table, byte[] key, byte[] value) {
      boolean unused = table(table).put(transaction, key, value);
    }

    void delete(Table table, byte[] key) {
      boolean unused = table(table).delete(transaction, key);
    }
  }

  /** Changes all or nothing; when it returns, the change is on disk. */
  void write(Consumer<Change> work) throws ArchiveException {
    try {
      // Pages that a killed reader had in its hands would stay in use for ever.
      int unused = env.readerCheck();
      try (Txn<byte[]> next = env.txnWrite()) {
        work.accept(new Change(next));
        next.commit();
        transaction = env.info().lastTransactionId;
      }
    } catch (LmdbException e) {
      throw new ArchiveException(directory.path(), "a transaction failed", e);
    }
  }

  /** What a table holds. */
  interface Visitor {
    void visit(byte[] key, byte[] value);
  }

  /** The tables as they were at one moment. */
  final class View {
    private final Txn<byte[]> transaction;

    private View(Txn<byte[]> transaction) {
      this.transaction = transaction;
    }

    /** Visits all entries of a table. */
    void forEach(Table table, Visitor visitor) {
      try (CursorIterable<byte[]> entries = table(table).iterate(transaction)) {
        for (CursorIterable.KeyVal<byte[]> entry : entries) {
          visitor.visit(entry.key(), entry.val());
        }
      }
    }

    byte @Nullable [] get(Table table, byte[] key) {
      return table(table).get(transaction, key);
    }
  }

  /**
   * Reads tables, all of them as they were at one moment.
   *
   * @throws ArchiveException if an entry can't be read
   */
  void read(Consumer<View> work) throws ArchiveException {
    try (Txn<byte[]> transaction = env.txnRead()) {
      work.accept(new View(transaction));
    } catch (LmdbException | IllegalArgumentException | BufferUnderflowException e) {
      throw new ArchiveException(directory.path(), "is damaged" + RESET, e);
    }
  }

  private Dbi<byte[]> table(Table table) {
    Dbi<byte[]> found = tables.get(table);
    if (found == null) {
      throw new IllegalStateException("table is not open: table=" + table);
    }
    return found;
  }

  /** The last transaction that this process knows of; good when it is closed, too. */
  long transaction() {
    return transaction;
  }

  boolean isOpen() {
    return !env.isClosed();
  }

  /** How many bytes its file has. */
  long bytes() throws IOException {
    return directory.dataBytes();
  }

  @Override
  public void close() {
    env.close();
  }
}
