package dev.tallyman.scan;

import dev.tallyman.model.FileId;
import dev.tallyman.model.WorkerReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keeps the readings of the dead as they are. */
final class KeptDead implements DeadWorkers {
  private final Map<UUID, Long> generations = new HashMap<>();
  private final List<WorkerReading> readings = new ArrayList<>();

  @Override
  public long generationHeld(UUID origin) {
    return generations.getOrDefault(origin, -1L);
  }

  @Override
  public void take(FileId file, ScannedWorker last) {
    generations.put(file.origin(), file.generation());
    readings.add(last);
  }

  List<WorkerReading> readings() {
    return readings;
  }
}
