package dev.tallyman.cli;

import dev.tallyman.archive.ArchiveContents;
import dev.tallyman.model.FileId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which files' counts an archive has. It is looked into when the first dead file asks: that takes
 * longer than reading a directory of the living.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: an archive that can't be read is a line, once; then no file is known to be folded.
 */
final class FoldedFiles {
  private final Path archive;
  private final PrintWriter complaints;
  private Optional<ArchiveContents> contents = Optional.empty();
  private boolean looked;

  FoldedFiles(Path archive, PrintWriter complaints) {
    this.archive = archive;
    this.complaints = complaints;
  }

  boolean has(FileId file) {
    if (!looked) {
      looked = true;
      contents = look();
    }
    return contents.map(found -> found.has(file)).orElse(false);
  }

  private Optional<ArchiveContents> look() {
    try {
      return ArchiveContents.read(archive);
    } catch (IOException e) {
      complaints.println("tallyman: folded files can't be told from dead ones: " + e.getMessage());
      return Optional.empty();
    }
  }
}
