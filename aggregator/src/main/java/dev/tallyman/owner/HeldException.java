package dev.tallyman.owner;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory belongs to another process, an aggregator most likely. The message says which.
 *
 * <p>Threading: as any exception.
 */
public final class HeldException extends IOException {
  private static final long serialVersionUID = 1;

  HeldException(String what, Path directory, String holder) {
    super(
        "%s: held by another process, %s: directory=%s"
            .formatted(what, holder.isEmpty() ? "pid unknown" : holder, directory));
  }
}
