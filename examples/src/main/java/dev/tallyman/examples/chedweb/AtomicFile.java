package dev.tallyman.examples.chedweb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that other processes read: they see the old one or the new one, never a part. */
final class AtomicFile {
  private AtomicFile() {}

  /** Puts the content in place of what was there. */
  static void write(Path file, byte[] content) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path next = Files.createTempFile(directory, file.getFileName().toString(), ".next");
    Files.write(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
