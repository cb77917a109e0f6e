package dev.tallyman.history;

import dev.tallyman.pages.DamagedPageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * Keeps samples of all series, bounded in time and in bytes; the oldest leave first.
 *
 * <p>A tick is on disk when {@link #sample} returns: of a process that is killed, no tick is lost
 * but the one that was being taken. Of a machine that is switched off the same holds, as far as its
 * disk keeps what it has said to have kept.
 *
 * <p>Threading: one thread samples and closes, any number read beside it.
 *
 * <p>Failure: a {@link HistoryException}; the next tick is tried as if nothing had been. A store
 * that is damaged when it is opened is set aside in its directory, and a new one begun.
 */
public final class History implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(History.class.getPackageName());

  private final StorePlace place;
  private final HistoryRules rules;
  private final Unreadable unreadable = new Unreadable();

  /** Taken to write by whoever closes the store, since LMDB would not notice its readers. */
  private final ReadWriteLock closing = new ReentrantReadWriteLock();

  private HistoryStore store;
  private boolean closed;
  private Head head = new Head(0);
  private boolean headUsable;
  private int setAside;

  private History(StorePlace place, HistoryRules rules) throws IOException {
    this.place = place;
    this.rules = rules;
    this.store = open();
  }

  /**
   * Opens the history of a directory, or begins one.
   *
   * @throws IOException if the directory can't be used, for want of room or of a permission
   */
  public static History open(Path directory, HistoryRules rules) throws IOException {
    return new History(new StorePlace(directory), rules);
  }

  private HistoryStore open() throws IOException {
    try {
      return HistoryStore.open(place, rules.bytes());
    } catch (DamagedPageException | DamagedStoreException e) {
      Path aside = place.setAside();
      setAside++;
      LOG.log(
          System.Logger.Level.ERROR,
          "history: is damaged, set aside, and begun anew: file={0}, cause={1}",
          aside,
          e.getMessage());
      return HistoryStore.open(place, rules.bytes());
    }
  }

  /** How often a damaged store was set aside. */
  public int setAside() {
    return setAside;
  }

  /**
   * Takes a sample of every series and stores it.
   *
   * @param millis the time of the sample
   * @param page puts all series; nothing is written meanwhile
   * @throws IOException if the sample could not be stored
   */
  public void sample(long millis, Consumer<Recorder> page) throws IOException {
    restoreIfRemoved();
    try {
      if (!headUsable || head.isFull() || millis <= head.lastMillis()) {
        headUsable = false;
        head = head.next(idFor(millis));
        sealBlocks();
      }
      head.beginTick();
      page.accept(head);
      headUsable = false;
      store.write(change -> head.write(millis, change));
      head.stored(millis);
      headUsable = true;
      trim(millis);
    } catch (HistoryException e) {
      dropOldest();
      throw e;
    }
  }

  private void restoreIfRemoved() throws IOException {
    if (store.isInPlace()) {
      return;
    }
    LOG.log(System.Logger.Level.WARNING, "history: was removed, begun anew: " + place.path());
    Lock alone = closing.writeLock();
    alone.lock();
    try {
      closed = true;
      store.close();
      store = open();
      closed = false;
      headUsable = false;
    } finally {
      alone.unlock();
    }
  }

  /** A block's key is the time it begins, or the next one that is free. */
  private long idFor(long millis) throws HistoryException {
    long[] id = {millis};
    for (Block block : blocks()) {
      id[0] += block.id() == id[0] ? 1 : 0;
    }
    return id[0];
  }

  private List<Block> blocks() throws HistoryException {
    List<Block> blocks = new ArrayList<>();
    store.read(view -> blocks.addAll(Block.in(view, unreadable)));
    return blocks;
  }

  /** Also those that a killed predecessor has left. */
  private void sealBlocks() throws HistoryException {
    for (Block block : blocks()) {
      if (!block.sealed()) {
        store.write(change -> block.seal(change, unreadable));
      }
    }
  }

  private void trim(long now) throws HistoryException {
    while (true) {
      List<Block> blocks = blocks();
      Block oldest = oldest(blocks);
      boolean outlived = oldest.lastMillis() < now - rules.retention().toMillis();
      if (!outlived && usedBytes() <= usableBytes()) {
        return;
      }
      drop(oldest);
      if (blocks.size() == 1) {
        return;
      }
    }
  }

  /** Pages that a transaction changes are written elsewhere first: that takes room, too. */
  private long usableBytes() {
    return rules.bytes() / 4 * 3;
  }

  private long usedBytes() throws HistoryException {
    long[] bytes = {0};
    store.read(view -> bytes[0] = view.usedBytes());
    return bytes[0];
  }

  /** Makes room when there was too little, if that was it. */
  private void dropOldest() throws HistoryException {
    List<Block> blocks = blocks();
    if (!blocks.isEmpty() && usedBytes() > usableBytes()) {
      drop(oldest(blocks));
    }
  }

  private static Block oldest(List<Block> blocks) {
    return blocks.stream().min(Comparator.comparingLong(Block::lastMillis)).orElseThrow();
  }

  private void drop(Block block) throws HistoryException {
    if (block.id() == head.id()) {
      headUsable = false;
    }
    store.write(block::delete);
  }

  /**
   * Shows the samples of series that are wanted, a block at a time. A block is shown whole if any
   * of its time is wanted.
   *
   * @param fromMillis the first moment that is wanted
   * @param toMillis the last one
   * @throws HistoryException if the store can't be read now
   */
  public void read(SeriesFilter filter, long fromMillis, long toMillis, SeriesVisitor visitor)
      throws HistoryException {
    Lock shared = closing.readLock();
    shared.lock();
    try {
      if (closed) {
        throw new HistoryException(place.path(), "is closed");
      }
      store.read(
          view -> {
            for (Block block : Block.in(view, unreadable)) {
              if (block.firstMillis() <= toMillis && block.lastMillis() >= fromMillis) {
                block.read(view, filter, visitor, unreadable);
              }
            }
          });
    } finally {
      shared.unlock();
    }
  }

  /** How it stands, asked by the thread that samples. */
  public HistoryStatus status() throws IOException {
    long oldest = blocks().stream().mapToLong(Block::firstMillis).min().orElse(0);
    return new HistoryStatus(
        head.series(), head.leftOut(), place.dataBytes(), oldest, unreadable.count());
  }

  @Override
  public void close() {
    Lock alone = closing.writeLock();
    alone.lock();
    try {
      if (!closed) {
        closed = true;
        store.close();
      }
    } finally {
      alone.unlock();
    }
  }
}
