package dev.tallyman.archive;

import dev.tallyman.archive.ArchiveStore.Table;
import dev.tallyman.model.LossCounts;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a store holds, as it was at one moment.
 *
 * @param totals the folded series, in no order
 * @param dead workers whose gauges are kept
 * @param files files whose counts are in the totals, those of late
 * @param losses what all the dead had to leave out
 */
record Stored(
    List<Total> totals, List<DeadWorker> dead, List<FoldedFile> files, LossCounts losses) {

  /**
   * Reads a store.
   *
   * @throws ArchiveException if it is damaged
   */
  static Stored read(ArchiveStore from) throws ArchiveException {
    Decoder decoder = new Decoder();
    List<Total> totals = new ArrayList<>();
    List<DeadWorker> dead = new ArrayList<>();
    List<FoldedFile> files = new ArrayList<>();
    LossCounts[] losses = {LossCounts.NONE};
    from.read(
        view -> {
          view.forEach(Table.TOTALS, (key, value) -> totals.add(Total.decode(key, value, decoder)));
          view.forEach(
              Table.DEAD_GAUGES, (key, value) -> dead.add(DeadWorker.decode(key, value, decoder)));
          view.forEach(
              Table.FOLDED, (key, value) -> files.add(FoldedFile.decode(key, value, decoder)));
          byte[] lost = view.get(Table.META, LossesEntry.KEY);
          losses[0] = lost == null ? LossCounts.NONE : LossesEntry.decode(lost);
        });
    return new Stored(totals, dead, files, losses[0]);
  }
}
