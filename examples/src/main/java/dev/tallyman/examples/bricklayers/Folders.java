package dev.tallyman.examples.bricklayers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the files of all workers are. Only what is whole is in {@code uploads} and {@code results}:
 * files are made elsewhere and moved there.
 *
 * <p>Threading: immutable.
 *
 * @param incoming what is being uploaded
 * @param uploads what waits for its job, or is worked on
 * @param unfinished what jobs are writing
 * @param results what can be downloaded
 * @param waste what nobody needs any more
 * @param queue the {@link JobQueue}'s
 */
record Folders(Path incoming, Path uploads, Path unfinished, Path results, Path waste, Path queue) {
  /** Makes those that are not there yet. */
  static Folders below(Path directory) throws IOException {
    return new Folders(
        folder(directory, "incoming"),
        folder(directory, "uploads"),
        folder(directory, "unfinished"),
        folder(directory, "results"),
        folder(directory, "waste"),
        folder(directory, "queue"));
  }

  static Path folder(Path directory, String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  /** Moves a file in one step, so that nobody ever sees half of it. */
  static void move(Path file, Path to) throws IOException {
    Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A file may go, at the cleaner's next run. */
  void throwAway(Path file) throws IOException {
    move(file, waste.resolve(file.getFileName()));
  }
}
