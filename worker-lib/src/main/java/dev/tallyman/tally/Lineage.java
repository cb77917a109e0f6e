package dev.tallyman.tally;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the files of one worker, each of which carries on the one before. */
final class Lineage {
  private final String workerName;
  private final Clock clock;
  private @Nullable TallyHeader last;

  /** A new file in sight, and the blocks whose threads are still to be sent to it. */
  record Born(TallyFile file, List<BlockMove> moves) {}

  Lineage(String workerName, Clock clock) {
    this.workerName = workerName;
    this.clock = clock;
  }

  /**
   * Makes a file with all that is known and all that was counted so far. The first one is settled
   * from the start, a later one when the caller says so.
   *
   * @throws IOException if it can't be made; nothing has changed then
   */
  Born next(Path directory, Catalogue catalogue, Losses losses) throws IOException {
    TallyHeader header = TallyHeader.ofThisProcess(workerName, last, clock);
    TallyFile file = TallyFile.create(directory, header);
    try {
      List<BlockMove> moves = catalogue.writeAll(file);
      losses.putInto(file);
      file.put(TallyLayout.SETTLED_AT, last == null ? 1 : 0);
      file.commit();
      file.show();
      last = header;
      return new Born(file, moves);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      file.close();
      throw e;
    }
  }
}
