package dev.tallyman.examples.chedweb;

import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * A serial port with a motion driver behind it.
 *
 * <p>Threading: one thread at a time.
 */
interface SerialPort {
  /**
   * Writes a line and reads the answer to it.
   *
   * @return {@code OK}, or {@code ERR} and a number
   * @throws SocketTimeoutException if there was no answer in time
   * @throws IOException if the port is gone; it must be opened anew
   */
  byte[] exchange(byte[] line) throws IOException;
}
