package dev.tallyman.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that holds the lock of a file, as a living worker does, until it is killed. */
final class LockHolder {
  private LockHolder() {}

  static Process hold(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.getInputStream().read()).as("the holder's sign").isEqualTo('L');
    return process;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
    FileLock lock = channel.lock();
    System.out.write('L');
    System.out.flush();
    Thread.currentThread().join();
    lock.close();
  }
}
