package dev.tallyman.archive;

import dev.tallyman.archive.ArchiveStore.Change;
import dev.tallyman.archive.ArchiveStore.Table;
import dev.tallyman.model.LossCounts;
import java.util.List;

/**
 * One transaction: what has to be stored together, as it was at one moment.
 *
 * <p>Threading: immutable.
 */
public final class Fold {
  private final Changes changes;

  Fold(Changes changes) {
    this.changes = changes;
  }

  /**
   * What changes.
   *
   * @param totals totals that have changed
   * @param newDead workers whose gauges are kept
   * @param files files whose counts are in the totals
   * @param losses what all the dead had to leave out
   * @param expired totals to let go
   * @param outlived workers whose gauges are to be let go
   * @param forgotten files that are gone for so long that nobody will bring them back
   */
  record Changes(
      List<Total.Snapshot> totals,
      List<DeadWorker> newDead,
      List<FoldedFile> files,
      LossCounts losses,
      List<Total> expired,
      List<DeadWorker> outlived,
      List<FoldedFile> forgotten) {}

  Changes changes() {
    return changes;
  }

  /** Whether there is nothing to store. */
  public boolean isEmpty() {
    return changes.totals.isEmpty()
        && changes.newDead.isEmpty()
        && changes.files.isEmpty()
        && changes.expired.isEmpty()
        && changes.outlived.isEmpty()
        && !forgetsFiles();
  }

  /** How many files it stores the counts of. */
  public int fileCount() {
    return changes.files.size();
  }

  /** Whether it lets go of files that are gone for long. */
  public boolean forgetsFiles() {
    return !changes.forgotten.isEmpty();
  }

  void write(Change change) {
    for (Total.Snapshot total : changes.totals) {
      change.put(Table.TOTALS, total.total().key, total.value());
    }
    changes.newDead.forEach(dead -> change.put(Table.DEAD_GAUGES, dead.key(), dead.value()));
    changes.files.forEach(file -> change.put(Table.FOLDED, file.key(), file.value()));
    changes.expired.forEach(total -> change.delete(Table.TOTALS, total.key));
    changes.outlived.forEach(dead -> change.delete(Table.DEAD_GAUGES, dead.key()));
    changes.forgotten.forEach(file -> change.delete(Table.FOLDED, file.key()));
    change.put(Table.META, LossesEntry.KEY, LossesEntry.value(changes.losses));
  }
}
