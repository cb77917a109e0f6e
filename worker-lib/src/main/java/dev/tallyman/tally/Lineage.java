package dev.tallyman.tally;

import dev.tallyman.failpoint.Failpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files of one worker, each of which carries on the one before.
 *
 * <p>A kill at any moment finds every count in one place: the old file has what was counted there,
 * and of the new one the lanes say how much of them that is. Readers add the two up until the new
 * file is settled.
 */
final class Lineage {
  private final String workerName;
  private final Clock clock;
  private @Nullable TallyHeader last;

  Lineage(String workerName, Clock clock) {
    this.workerName = workerName;
    this.clock = clock;
  }

  /**
   * Makes a file with all that is known and all that was counted so far, and sends all threads to
   * it.
   *
   * @param old the file before, if there is one
   * @throws IOException if it can't be made; nothing has changed then
   */
  TallyFile next(Path directory, @Nullable TallyFile old, Catalogue catalogue, Losses losses)
      throws IOException {
    TallyHeader header = TallyHeader.ofThisProcess(workerName, last, clock);
    TallyFile file = TallyFile.create(directory, header);
    List<BlockMove> moves;
    try {
      moves = catalogue.writeAll(file);
      losses.putInto(file);
      file.put(TallyLayout.SETTLED_AT, last == null ? 1 : 0);
      file.commit();
      announce(old, 1);
      file.show();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      announce(old, 0);
      file.close();
      throw e;
    }
    last = header;
    catalogue.allWritten();
    moves.forEach(BlockMove::complete);
    Failpoint.BIRTH_MOVED.pass();
    file.put(TallyLayout.SETTLED_AT, 1);
    return file;
  }

  /** A reader that finds the old file dead then knows that it has to look for another one. */
  private static void announce(@Nullable TallyFile old, long next) {
    if (old != null) {
      old.put(TallyLayout.CARRIED_ON_AT, next);
    }
  }
}
