package dev.tallyman.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small file system in memory, which can be filled up; only root can make one. */
final class SmallDisk implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 10;

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** Mounts one at a new directory. */
  static SmallDisk mount(Path at, String size) throws IOException {
    Files.createDirectories(at);
    run(List.of("mount", "-t", "tmpfs", "-o", "mode=700,size=" + size, "none", at.toString()));
    return new SmallDisk(at);
  }

  Path path() {
    return path;
  }

  /** Takes all the room that is left. */
  void fill() throws IOException {
    byte[] chunk = new byte[1 << 12];
    Path filler = path.resolve("filler");
    try (var out = Files.newOutputStream(filler)) {
      while (Files.getFileStore(path).getUsableSpace() > 0) {
        out.write(chunk);
      }
    }
  }

  /** Gives the room back. */
  void free() throws IOException {
    Files.delete(path.resolve("filler"));
  }

  /** Runs a command that must succeed. */
  static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        String output = new String(process.getInputStream().readNBytes(1000), UTF_8);
        throw new IOException("failed: " + String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() throws IOException {
    run(List.of("umount", "-l", path.toString()));
  }
}
