package dev.tallyman.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;
import org.lmdbjava.Stat;
import org.lmdbjava.Txn;

/**
 * The LMDB environment. Its file never grows beyond the bytes it was opened with; pages of what was
 * deleted are used again.
 *
 * <p>Threading: one thread writes, any number read beside it; nobody does either during or after
 * {@link #close}.
 *
 * <p>Failure: a {@link HistoryException}; a transaction that fails has changed nothing.
 */
final class HistoryStore implements AutoCloseable {
  /** Tables by what they hold; the keys are in {@link Keys}. */
  enum Table {
    META,
    BLOCKS,
    TICKS,
    ROWS,
    PARTS
  }

  private static final int VERSION = 1;
  private static final byte[] VERSION_KEY = "version".getBytes(UTF_8);

  private final StorePlace place;
  private final Env<byte[]> env;
  private final Map<Table, Dbi<byte[]>> tables = new EnumMap<>(Table.class);
  private final Object dataKey;

  private HistoryStore(StorePlace place, Env<byte[]> env) throws IOException {
    this.place = place;
    this.env = env;
    for (Table table : Table.values()) {
      tables.put(table, env.openDbi(table.name(), DbiFlags.MDB_CREATE));
    }
    this.dataKey = place.dataKey();
  }

  /**
   * Opens the store of a directory, or begins one.
   *
   * @throws DamagedStoreException if it is one that this program can't use
   * @throws IOException if the directory can't be used
   */
  static HistoryStore open(StorePlace place, long bytes) throws IOException {
    place.prepare();
    Env<byte[]> env = null;
    boolean opened = false;
    try {
      env =
          Env.create(ByteArrayProxy.PROXY_BA)
              .setMapSize(bytes)
              .setMaxDbs(Table.values().length)
              .open(place.path().toFile());
      HistoryStore store = new HistoryStore(place, env);
      store.checkVersion();
      opened = true;
      return store;
    } catch (LmdbNativeException.ConstantDerivedException | LinkageError e) {
      // What the system refuses, room or permission, says nothing against the store.
      throw new HistoryException(place.path(), "can't be opened", e);
    } catch (LmdbException e) {
      throw new DamagedStoreException("LMDB does not take it: " + e.getMessage());
    } finally {
      if (env != null && !opened) {
        env.close();
      }
    }
  }

  private void checkVersion() throws IOException {
    byte[][] found = {null};
    read(view -> found[0] = view.get(Table.META, VERSION_KEY));
    byte[] version = ByteBuffer.allocate(Integer.BYTES).putInt(VERSION).array();
    if (found[0] == null) {
      write(change -> change.put(Table.META, VERSION_KEY, version));
    } else if (found[0].length != version.length || ByteBuffer.wrap(found[0]).getInt() != VERSION) {
      throw new DamagedStoreException("not of version " + VERSION);
    }
  }

  /** The tables as they are at one moment. */
  class View {
    final Txn<byte[]> transaction;

    private View(Txn<byte[]> transaction) {
      this.transaction = transaction;
    }

    byte @Nullable [] get(Table table, byte[] key) {
      return table(table).get(transaction, key);
    }

    /** Visits the entries whose keys begin with the prefix, in order. */
    void scan(Table table, byte[] prefix, Visitor visitor) {
      try (Cursor<byte[]> cursor = table(table).openCursor(transaction)) {
        boolean there =
            prefix.length == 0 ? cursor.first() : cursor.get(prefix, GetOp.MDB_SET_RANGE);
        while (there && Keys.beginsWith(cursor.key(), prefix)) {
          visitor.visit(cursor.key(), cursor.val());
          there = cursor.next();
        }
      }
    }

    /** How many bytes the pages take that are in use. */
    long usedBytes() {
      long bytes = 0;
      for (Dbi<byte[]> table : tables.values()) {
        Stat stat = table.stat(transaction);
        bytes += (stat.branchPages + stat.leafPages + stat.overflowPages) * stat.pageSize;
      }
      return bytes;
    }
  }

  /** One transaction that changes tables. */
  final class Change extends View {
    private Change(Txn<byte[]> transaction) {
      super(transaction);
    }

    void put(Table table, byte[] key, byte[] value) {
      boolean unused = table(table).put(transaction, key, value);
    }

    /** Deletes the entries whose keys begin with the prefix. */
    void delete(Table table, byte[] prefix) {
      try (Cursor<byte[]> cursor = table(table).openCursor(transaction)) {
        boolean there = cursor.get(prefix, GetOp.MDB_SET_RANGE);
        while (there && Keys.beginsWith(cursor.key(), prefix)) {
          cursor.delete();
          there = cursor.get(prefix, GetOp.MDB_SET_RANGE);
        }
      }
    }
  }

  /** What a table holds. */
  interface Visitor {
    void visit(byte[] key, byte[] value);
  }

  /** Changes all or nothing; when it returns, the change is on disk. */
  void write(Consumer<Change> work) throws HistoryException {
    try (Txn<byte[]> transaction = env.txnWrite()) {
      work.accept(new Change(transaction));
      transaction.commit();
    } catch (LmdbException e) {
      throw new HistoryException(place.path(), "a transaction failed", e);
    }
  }

  /** Reads tables, all of them as they were at one moment. */
  void read(Consumer<View> work) throws HistoryException {
    try (Txn<byte[]> transaction = env.txnRead()) {
      work.accept(new View(transaction));
    } catch (LmdbException e) {
      throw new HistoryException(place.path(), "can't be read", e);
    }
  }

  private Dbi<byte[]> table(Table table) {
    Dbi<byte[]> found = tables.get(table);
    if (found == null) {
      throw new IllegalStateException("table is not open: table=" + table);
    }
    return found;
  }

  /** Whether the file is where it was: somebody may have removed it. */
  boolean isInPlace() throws IOException {
    return place.dataBytes() > 0 && dataKey.equals(place.dataKey());
  }

  @Override
  public void close() {
    env.close();
  }
}
