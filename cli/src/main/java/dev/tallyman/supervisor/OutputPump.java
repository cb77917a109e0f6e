package dev.tallyman.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Carries one output of a child to the {@link Console} until it ends.
 *
 * <p>Threading: one daemon thread for each output.
 *
 * <p>Failure: an output that can't be read any more has ended.
 */
final class OutputPump {
  private OutputPump() {}

  /** Starts the thread; every line goes to the consumer. */
  static Thread start(String name, InputStream output, Consumer<byte[]> lines) {
    Thread thread = new Thread(() -> run(output, lines), "output of " + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void run(InputStream output, Consumer<byte[]> lines) {
    LineSplitter splitter = new LineSplitter(lines);
    byte[] buffer = new byte[8192];
    try (output) {
      for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
        splitter.feed(buffer, n);
      }
    } catch (IOException e) {
      // The JDK closes the pipe under a reader when the process is reaped: "Stream closed" is how
      // an end may look.
      System.getLogger(OutputPump.class.getName())
          .log(System.Logger.Level.DEBUG, "output ended", e);
    }
    splitter.end();
  }
}
