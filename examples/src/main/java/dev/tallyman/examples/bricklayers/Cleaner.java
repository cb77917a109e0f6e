package dev.tallyman.examples.bricklayers;

import dev.tallyman.instrumentation.cleanup.CleanupMetrics;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Deletes files that have been there for long enough. What can't be deleted is counted, and tried
 * again in the next run.
 *
 * <p>Threading: one thread at a time.
 */
final class Cleaner {
  private static final System.Logger LOG = System.getLogger(Cleaner.class.getName());

  private final Map<Path, Duration> ages;
  private final Clock clock;
  private final Deletion deletion;
  private final CleanupMetrics metrics;

  /** How a file is deleted. */
  interface Deletion {
    void of(Path file) throws IOException;
  }

  /**
   * A cleaner.
   *
   * @param ages how old files in each folder may become
   */
  Cleaner(Map<Path, Duration> ages, Clock clock, Deletion deletion, CleanupMetrics metrics) {
    this.ages = Map.copyOf(ages);
    this.clock = clock;
    this.deletion = deletion;
    this.metrics = metrics;
  }

  /** Goes through all folders once. */
  void run() throws IOException {
    metrics.runStarted();
    for (Map.Entry<Path, Duration> folder : ages.entrySet()) {
      Instant oldest = clock.instant().minus(folder.getValue());
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.getKey())) {
        for (Path file : files) {
          deleteIfOlder(file, oldest);
        }
      }
    }
  }

  private void deleteIfOlder(Path file, Instant oldest) {
    try {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
        long size = Files.size(file);
        deletion.of(file);
        metrics.fileDeleted(size);
      }
    } catch (NoSuchFileException e) {
      LOG.log(System.Logger.Level.DEBUG, "moved on meanwhile: " + file);
    } catch (IOException e) {
      metrics.failed();
      LOG.log(System.Logger.Level.WARNING, "not deleted: " + e.getMessage());
    }
  }
}
