package dev.tallyman.tally;

import dev.tallyman.tally.TallyFormatException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;

/** Opens files that somebody else put into the directory, whatever they are. */
final class Intake {
  private Intake() {}

  /**
   * A file that was opened.
   *
   * @param channel reads it
   * @param fileKey which file it is, whatever its path leads to by now
   */
  record Opened(FileChannel channel, Object fileKey) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /**
   * Opens a regular file for reading and for trying its lock.
   *
   * @throws TallyFormatException if it is something else, or too large
   * @throws IOException if it can't be opened, or this process writes it
   */
  static Opened open(Path path) throws IOException, TallyFormatException {
    Map<String, Object> attributes = attributes(path);
    check(path, attributes);
    // Writable, since a lock can be tried on nothing else, and since opening a pipe so never waits.
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      Object fileKey = Objects.requireNonNull(attributes.get("fileKey"), "file key");
      BasicFileAttributes now =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!fileKey.equals(now.fileKey())) {
        throw new IOException("file was exchanged while it was opened: file=" + path);
      }
      return new Opened(channel, fileKey);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void check(Path path, Map<String, Object> attributes)
      throws IOException, TallyFormatException {
    if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))
        || !Integer.valueOf(1).equals(attributes.get("nlink"))) {
      throw new TallyFormatException(
          Reason.NOT_A_REGULAR_FILE, path, "not a regular file with one name");
    }
    if ((long) attributes.getOrDefault("size", 0L) > TallyLayout.FILE_LIMIT) {
      throw new TallyFormatException(
          Reason.TOO_LARGE, path, "too large: bytes=" + attributes.get("size"));
    }
    if (TallyFile.isKeyOwnedHere(attributes.get("fileKey"))) {
      throw new IOException("this process writes the file itself: file=" + path);
    }
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(
        path, "unix:isRegularFile,nlink,size,fileKey", LinkOption.NOFOLLOW_LINKS);
  }
}
