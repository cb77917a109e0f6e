package dev.tallyman.archive;

import java.nio.file.Path;

/**
 * The archive belongs to another process, an aggregator most likely. The message says which.
 *
 * <p>Threading: as any exception.
 */
public final class ArchiveHeldException extends ArchiveException {
  private static final long serialVersionUID = 1;

  ArchiveHeldException(Path directory, String holder) {
    super(directory, "held by another process, " + (holder.isEmpty() ? "pid unknown" : holder));
  }
}
