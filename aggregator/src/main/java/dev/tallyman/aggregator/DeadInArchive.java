package dev.tallyman.aggregator;

import dev.tallyman.archive.Archive;
import dev.tallyman.merge.GaugeRules;
import dev.tallyman.model.FileId;
import dev.tallyman.model.WorkerReading;
import dev.tallyman.scan.DeadWorkers;
import dev.tallyman.scan.ScannedWorker;
import dev.tallyman.workers.Roster;
import java.util.UUID;

/** The scanner's dead go to the archive; the roster remembers who they were. */
record DeadInArchive(Archive archive, GaugeRules rules, Roster roster) implements DeadWorkers {
  @Override
  public long generationHeld(UUID origin) {
    return archive.generationHeld(origin);
  }

  @Override
  public void take(FileId file, ScannedWorker last) {
    WorkerReading ruled = rules.of(last);
    WholeChange.of(() -> archive.fold(file, ruled));
    roster.died(file, last);
  }
}
