package dev.tallyman.aggregator;

import dev.tallyman.archive.Archive;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.merge.GaugeRules;
import dev.tallyman.model.FileId;
import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Worker;
import dev.tallyman.scan.DeadWorkers;
import dev.tallyman.scan.DirectoryScanner;
import dev.tallyman.scan.ScannedWorker;
import dev.tallyman.tally.TallyHeader;
import dev.tallyman.workers.Roster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.AbstractList;
import java.util.List;
import java.util.UUID;

/** A process whose heap is full when it has folded half of what a worker has counted. */
final class HalfAFold {
  private HalfAFold() {}

  /**
   * Scans once, and says so if it comes that far.
   *
   * @param args the directory, the archive
   */
  public static void main(String[] args) throws IOException {
    Clock clock = Clock.systemUTC();
    Archive archive = Archive.open(Path.of(args[1]), ArchiveRules.DEFAULT, clock);
    DeadWorkers dead =
        new DeadInArchive(archive, new GaugeRules(GaugeModeRules.NONE), new Roster(clock));
    try (DirectoryScanner scanner = new DirectoryScanner(Path.of(args[0]), new FullHeap(dead))) {
      scanner.scan();
    } catch (OutOfMemoryError e) {
      System.out.println("goes on after " + e.getMessage());
    }
    archive.close();
  }

  /** Hands over what can be read by half. */
  private record FullHeap(DeadWorkers dead) implements DeadWorkers {
    @Override
    public long generationHeld(UUID origin) {
      return dead.generationHeld(origin);
    }

    @Override
    public void take(FileId file, ScannedWorker last) {
      dead.take(file, new ByHalf(last));
    }
  }

  private record ByHalf(ScannedWorker whole) implements ScannedWorker {
    @Override
    public List<? extends SeriesReading> series() {
      List<? extends SeriesReading> all = whole.series();
      return new AbstractList<>() {
        @Override
        public SeriesReading get(int index) {
          if (index >= all.size() / 2) {
            throw new OutOfMemoryError("half a fold");
          }
          return all.get(index);
        }

        @Override
        public int size() {
          return all.size();
        }
      };
    }

    @Override
    public Worker worker() {
      return whole.worker();
    }

    @Override
    public LossCounts losses() {
      return whole.losses();
    }

    @Override
    public TallyHeader header() {
      return whole.header();
    }

    @Override
    public Path path() {
      return whole.path();
    }

    @Override
    public long usedBytes() {
      return whole.usedBytes();
    }
  }
}
