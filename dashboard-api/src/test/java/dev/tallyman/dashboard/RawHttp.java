package dev.tallyman.dashboard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * HTTP by hand, over a connection of its own for each request, since the kernel spreads
 * connections, not requests. An answer is all that comes back, head and body; empty if the
 * connection was closed or reset without one.
 */
final class RawHttp {
  private static final int TIMEOUT_MILLIS = 20_000;

  private RawHttp() {}

  static String get(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return ask(socket, path);
    }
  }

  static String getOrClosed(int port, String path) throws IOException {
    try {
      return get(port, path);
    } catch (SocketException e) {
      return "";
    }
  }

  static boolean canConnect(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Asks and leaves the connection open; the answer ends with a closing brace. */
  static String askAndStay(Socket socket, String path) throws IOException {
    send(socket, path, "keep-alive");
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("}") < 0) {
      int read = socket.getInputStream().read();
      if (read < 0) {
        throw new IOException("closed after: " + answer);
      }
      answer.append((char) read);
    }
    return answer.toString();
  }

  static String askOrClosed(Socket socket, String path) throws IOException {
    try {
      return ask(socket, path);
    } catch (SocketException e) {
      return "";
    }
  }

  static String ask(Socket socket, String path) throws IOException {
    send(socket, path, "close");
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void send(Socket socket, String path, String connection) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: " + connection + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }
}
