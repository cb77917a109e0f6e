package dev.tallyman.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A place for tally files in which there is hardly any room, until there is. */
abstract class ScarceRoom implements AutoCloseable {
  static final int BYTES = 256 << 10;

  /** Where the tally files go. */
  abstract Path directory();

  /** The program, with its arguments, through which the worker is started. */
  abstract List<String> through();

  /** Makes room. */
  abstract void giveRoom(WorkerProcess worker) throws IOException;

  @Override
  public abstract void close() throws IOException;

  /** A small file system of its own; empty where this process may not mount one. */
  static Optional<ScarceRoom> smallFileSystem(Path mountPoint) throws IOException {
    Files.createDirectory(mountPoint);
    boolean mounted =
        succeeds(
            "mount", "-t", "tmpfs", "-o", "mode=700,size=" + BYTES, "none", mountPoint.toString());
    return mounted ? Optional.of(new SmallFileSystem(mountPoint)) : Optional.empty();
  }

  /** A place where no file may grow beyond a limit. */
  static ScarceRoom fileSizeLimit(Path directory, int bytes) {
    return new FileSizeLimit(directory, bytes);
  }

  private static boolean succeeds(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void run(String... command) throws IOException {
    if (!succeeds(command)) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  /** A limit on how large a file may grow, as {@code ulimit -f} sets it. */
  private static final class FileSizeLimit extends ScarceRoom {
    private final Path directory;
    private final int bytes;

    FileSizeLimit(Path directory, int bytes) {
      this.directory = directory;
      this.bytes = bytes;
    }

    @Override
    Path directory() {
      return directory;
    }

    @Override
    List<String> through() {
      return List.of("prlimit", "--fsize=" + bytes + ":");
    }

    @Override
    void giveRoom(WorkerProcess worker) throws IOException {
      run("prlimit", "--pid=" + worker.pid(), "--fsize=unlimited:");
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
      return "file size limit";
    }
  }

  /** A memory file system of its own, which is made larger. */
  private static final class SmallFileSystem extends ScarceRoom {
    private final Path directory;

    SmallFileSystem(Path directory) {
      this.directory = directory;
    }

    @Override
    Path directory() {
      return directory;
    }

    @Override
    List<String> through() {
      return List.of();
    }

    @Override
    void giveRoom(WorkerProcess worker) throws IOException {
      run("mount", "-o", "remount,size=" + (BYTES << 6), directory.toString());
    }

    @Override
    public void close() throws IOException {
      run("umount", "-l", directory.toString());
    }

    @Override
    public String toString() {
      return "small file system";
    }
  }
}
