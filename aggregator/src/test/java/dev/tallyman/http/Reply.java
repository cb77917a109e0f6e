package dev.tallyman.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What came back for one request on a connection of its own, as it was on the wire. */
final class Reply {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private Reply(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Asks with GET. */
  static Reply get(int port, String path, String... headers) {
    return to(port, "GET " + path, headers);
  }

  /** Sends a request, and reads until the server closes the connection. */
  static Reply to(int port, String methodAndPath, String... headers) {
    try (Socket socket = connect(port)) {
      send(socket, methodAndPath, headers);
      return read(socket);
    } catch (IOException e) {
      throw new UncheckedIOException("no reply: request=" + methodAndPath, e);
    }
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  static void send(Socket socket, String methodAndPath, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(methodAndPath + " HTTP/1.1\r\nHost: test\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
  }

  static Reply read(Socket socket) throws IOException {
    byte[] bytes = socket.getInputStream().readAllBytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf(END_OF_HEAD);
    if (end < 0) {
      throw new IOException("no whole head: \"" + text + "\"");
    }
    List<String> lines = text.substring(0, end).lines().toList();
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines.get(0).substring("HTTP/1.1 ".length()).substring(0, 3));
    int bodyStart = end + END_OF_HEAD.length();
    return new Reply(status, headers, Arrays.copyOfRange(bytes, bodyStart, bytes.length));
  }

  int status() {
    return status;
  }

  /** The headers, their names in lower case. */
  Map<String, String> headers() {
    return headers;
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  byte[] body() {
    return body;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The text of a body that was compressed. */
  String unzipped() throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
