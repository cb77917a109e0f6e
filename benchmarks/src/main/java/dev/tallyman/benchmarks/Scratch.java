package dev.tallyman.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A directory for tally files, in one that leaves with everything in it.
 *
 * @param root the directory around it, in which an archive has its place too
 */
record Scratch(Path root) implements AutoCloseable {
  Scratch() throws IOException {
    this(Files.createTempDirectory("tallyman-benchmark-"));
  }

  Path path() {
    return root.resolve("tallies");
  }

  @Override
  public void close() throws IOException {
    List<Path> innermostFirst;
    try (var all = Files.walk(root)) {
      innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : innermostFirst) {
      Files.deleteIfExists(each);
    }
  }
}
