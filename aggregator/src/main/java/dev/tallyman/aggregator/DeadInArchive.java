package dev.tallyman.aggregator;

import dev.tallyman.archive.Archive;
import dev.tallyman.model.FileId;
import dev.tallyman.model.WorkerReading;
import dev.tallyman.scan.DeadWorkers;
import java.util.UUID;

/** The scanner's dead go to the archive. */
record DeadInArchive(Archive archive, GaugeRules rules) implements DeadWorkers {
  @Override
  public long generationHeld(UUID origin) {
    return archive.generationHeld(origin);
  }

  @Override
  public void take(FileId file, WorkerReading last) {
    archive.fold(file, rules.of(last));
  }
}
