package dev.tallyman.doctor;

import dev.tallyman.archive.ArchiveContents;
import dev.tallyman.model.FileId;
import dev.tallyman.scan.DeadWorkers;
import dev.tallyman.scan.DirectoryScanner;
import dev.tallyman.scan.ScanResult;
import dev.tallyman.scan.ScannedWorker;
import dev.tallyman.scan.SkippedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What all checks look at, read once so that they speak of the same moment.
 *
 * <p>Threading: one thread at a time.
 *
 * @param directory where the tally files are
 * @param now the time
 * @param live workers that live
 * @param dead files of dead workers whose counts are not in the archive, in no order
 * @param folded how many files lie there although the archive has their counts
 * @param skipped files that the aggregator would leave out
 */
record Patient(
    Path directory,
    Instant now,
    List<ScannedWorker> live,
    List<ScannedWorker> dead,
    int folded,
    List<SkippedFile> skipped) {

  /**
   * Reads the directory.
   *
   * @throws IOException if it can't be listed
   */
  static Patient read(Path directory, Optional<ArchiveContents> archive, Instant now)
      throws IOException {
    Collected collected = new Collected();
    try (DirectoryScanner scanner = new DirectoryScanner(directory, collected)) {
      ScanResult seen = scanner.scan();
      List<ScannedWorker> dead = new ArrayList<>();
      int folded = 0;
      for (Map.Entry<FileId, ScannedWorker> each : collected.dead.entrySet()) {
        if (archive.isPresent() && archive.get().has(each.getKey())) {
          folded++;
        } else {
          dead.add(each.getValue());
        }
      }
      List<ScannedWorker> live = new ArrayList<>();
      // A dead one is among the scanned if this release does not understand all of its file.
      seen.workers().forEach(worker -> (worker.worker().live() ? live : dead).add(worker));
      return new Patient(directory, now, live, dead, folded, seen.skipped());
    }
  }

  /** All whose counts are in the directory and nowhere else. */
  List<ScannedWorker> workers() {
    return Stream.concat(live.stream(), dead.stream()).toList();
  }

  /** Takes the dead for this one look. */
  private static final class Collected implements DeadWorkers {
    private final Map<FileId, ScannedWorker> dead = new LinkedHashMap<>();

    @Override
    public long generationHeld(UUID origin) {
      return -1;
    }

    @Override
    public void take(FileId file, ScannedWorker last) {
      dead.put(file, last);
    }
  }
}
