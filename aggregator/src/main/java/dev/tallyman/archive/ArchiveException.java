package dev.tallyman.archive;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The archive can't be used, or a commit to it failed. The message names its directory.
 *
 * <p>Threading: as any exception.
 */
public final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  ArchiveException(Path directory, String what) {
    super("archive: " + what + ": directory=" + directory);
  }

  ArchiveException(Path directory, String what, Throwable cause) {
    super("archive: " + what + ": directory=" + directory + ", cause=" + cause.getMessage(), cause);
  }
}
