package dev.tallyman.supervisor;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds out before anything is started what would fail afterwards.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: {@link RefusedException}, whose one line starts with what was asked for.
 */
public final class Preflight {
  private Preflight() {}

  /** The host has an address. */
  public static void requireKnownHost(String asked, String host) throws RefusedException {
    if (new InetSocketAddress(host, 0).isUnresolved()) {
      throw new RefusedException(asked + " is not a known host");
    }
  }

  /** Nobody listens on the port, and this process may. */
  public static void requireFreePort(String asked, String host, int port) throws RefusedException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new RefusedException(
          asked + " can't be listened on: " + host + ":" + port + ": " + e.getMessage());
    }
  }

  /** The directory is there, or can be made, and files can be made in it. */
  public static void requireWritableDirectory(String asked, Path directory)
      throws RefusedException {
    try {
      if (Files.isSymbolicLink(directory)) {
        throw new RefusedException(asked + " is a symbolic link, and none is followed");
      }
      if (!Files.isDirectory(directory)) {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Files.delete(Files.createTempFile(directory, ".tallyman", null));
    } catch (IOException e) {
      throw new RefusedException(asked + " can't be written to: " + reason(e));
    }
  }

  /** The command names a program that can be run, as a path or in {@code PATH}. */
  public static void requireProgram(List<String> command, String searchPath)
      throws RefusedException {
    String program = command.get(0);
    Stream<Path> candidates =
        program.contains("/")
            ? Stream.of(Path.of(program))
            : Arrays.stream(searchPath.split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, program));
    List<Path> files = candidates.filter(Files::isRegularFile).toList();
    if (files.isEmpty()) {
      throw new RefusedException(program + ": command not found");
    }
    if (files.stream().noneMatch(Files::isExecutable)) {
      throw new RefusedException(program + ": not executable: " + files.get(0));
    }
  }

  private static String reason(IOException e) {
    String name = e.getClass().getSimpleName().replace("Exception", "");
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return words + ": " + e.getMessage();
  }
}
