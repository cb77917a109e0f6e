package dev.tallyman.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Scrapes over one connection that it keeps, and costs next to nothing itself.
 *
 * <p>Threading: one thread at a time.
 */
final class Scraper implements AutoCloseable {
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;
  private final byte[] request;
  private byte[] body = new byte[1 << 20];

  Scraper(int port, boolean gzip) throws IOException {
    this(port, "/metrics", gzip);
  }

  Scraper(int port, String path, boolean gzip) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    String encoding = gzip ? "Accept-Encoding: gzip\r\n" : "";
    request =
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + encoding + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** Scrapes once, and says how many bytes the page has. */
  int scrape() throws IOException {
    socket.getOutputStream().write(request);
    int length = 0;
    String status = line();
    if (!status.contains(" 200 ")) {
      throw new IOException("not answered: status=" + status);
    }
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith(LENGTH)) {
        length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
      }
    }
    if (body.length < length) {
      body = Arrays.copyOf(body, length);
    }
    if (in.readNBytes(body, 0, length) < length) {
      throw new IOException("page cut off");
    }
    return length;
  }

  /** The page that was scraped last. */
  String page(int length) {
    return new String(body, 0, length, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("connection closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
