package dev.tallyman.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallyman.tally.TallyDirectory;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What lies in directories under test. */
final class Tallies {
  private Tallies() {}

  /** The tally files in sight. */
  static List<Path> in(Path directory) throws IOException {
    return TallyDirectory.list(directory).files();
  }

  /** The only tally file in sight. */
  static Path onlyOne(Path directory) throws IOException {
    List<Path> files = in(directory);
    if (files.size() != 1) {
      throw new AssertionError("not one file: " + files);
    }
    return files.get(0);
  }

  /** All that is in the directory, as {@code rm -rf directory/*} removes it. */
  static void wipe(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(directory)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /** The directory itself too, as {@code rm -rf directory} removes it. */
  static void remove(Path directory) throws IOException {
    wipe(directory);
    try {
      Files.delete(directory);
    } catch (DirectoryNotEmptyException e) {
      // Whoever lives may have made a file in the meantime.
      remove(directory);
    }
  }

  /** A text for {@code dd}-like damage. */
  static byte[] garbage(int bytes) {
    return "garbage!".repeat(bytes / 8).getBytes(UTF_8);
  }
}
