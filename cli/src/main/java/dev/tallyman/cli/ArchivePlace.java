package dev.tallyman.cli;

import dev.tallyman.archive.ArchiveContents;
import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;

/**
 * Which archive the {@code archive} verbs are about.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: where there is none is a {@link RefusedException}.
 */
final class ArchivePlace {
  @Mixin private DirectoryFlag tallies = new DirectoryFlag();
  @Mixin private ArchiveDirectoryFlag archive = new ArchiveDirectoryFlag();

  Path in(Map<String, String> environment) throws RefusedException {
    Path beside = tallies.in(environment).path();
    return archive.in(environment, beside).path().toAbsolutePath().normalize();
  }

  static ArchiveContents read(Path directory) throws RefusedException, IOException {
    return ArchiveContents.read(directory).orElseThrow(() -> none(directory));
  }

  static RefusedException none(Path directory) {
    return new RefusedException(directory + ": no archive there; the first aggregator begins one");
  }
}
