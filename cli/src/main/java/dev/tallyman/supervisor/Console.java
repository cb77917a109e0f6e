package dev.tallyman.supervisor;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;

/**
 * Where all processes of the fleet write, one whole line at a time.
 *
 * <p>Threading: safe for all threads. Standard output and standard error share one lock, because
 * they usually share one terminal.
 *
 * <p>Failure: when an output is closed under the fleet, the fleet runs on: the lines go nowhere,
 * and the other output says so once.
 */
final class Console {
  /** The two outputs of a process. */
  enum Stream {
    OUT,
    ERR
  }

  private final OutputStream out;
  private final OutputStream err;
  private boolean outLost;
  private boolean errLost;

  Console(OutputStream out, OutputStream err) {
    this.out = out;
    this.err = err;
  }

  /** This process's own outputs, without a buffer between. */
  static Console ofThisProcess() {
    return new Console(
        new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
  }

  /** A line of a child's. */
  void line(Stream stream, String name, byte[] line) {
    byte[] prefix = (name + " | ").getBytes(Charset.defaultCharset());
    byte[] whole = new byte[prefix.length + line.length + 1];
    System.arraycopy(prefix, 0, whole, 0, prefix.length);
    System.arraycopy(line, 0, whole, prefix.length, line.length);
    whole[whole.length - 1] = '\n';
    write(stream, whole);
  }

  /** A line of the supervisor's own. */
  void say(Stream stream, String message) {
    write(stream, ("tallyman: " + message + "\n").getBytes(Charset.defaultCharset()));
  }

  private synchronized void write(Stream stream, byte[] bytes) {
    boolean toOut = stream == Stream.OUT;
    if (toOut ? outLost : errLost) {
      return;
    }
    try {
      (toOut ? out : err).write(bytes);
    } catch (IOException e) {
      outLost |= toOut;
      errLost |= !toOut;
      say(
          toOut ? Stream.ERR : Stream.OUT,
          "lines are lost: standard "
              + (toOut ? "output" : "error")
              + " can't be written: "
              + e.getMessage());
    }
  }
}
