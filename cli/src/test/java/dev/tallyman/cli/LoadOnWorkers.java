package dev.tallyman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that ask for {@code /health} all the time, half of them on a new connection for each
 * request, half on one that they keep as long as the server does. None ever asks twice for the same
 * thing: every request without a whole answer is a loss.
 *
 * <p>Threading: safe for all threads.
 */
final class LoadOnWorkers implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");
  private static final int ANSWER_MILLIS = 20_000;

  private final int port;
  private final AtomicLong answered = new AtomicLong();
  private final Queue<String> losses = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> byPid = new ConcurrentHashMap<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean over;

  private LoadOnWorkers(int port) {
    this.port = port;
  }

  static LoadOnWorkers start(int port, int clients) {
    LoadOnWorkers load = new LoadOnWorkers(port);
    for (int i = 0; i < clients; i++) {
      boolean keeps = i % 2 == 0;
      Thread client = new Thread(() -> load.ask(keeps), "client-" + i);
      load.clients.add(client);
      client.start();
    }
    return load;
  }

  long answered() {
    return answered.get();
  }

  /** How often each worker has answered. */
  Map<String, Long> byPid() {
    return byPid;
  }

  /** What became of the requests that were not answered with a 200. */
  List<String> losses() {
    return List.copyOf(losses);
  }

  private void ask(boolean keeps) {
    while (!over) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        boolean open = true;
        while (open && !over) {
          open = askOn(socket, in, keeps);
        }
      } catch (IOException e) {
        losses.add(e.toString());
      }
    }
  }

  /** Whether the connection may be used again. */
  private boolean askOn(Socket socket, InputStream in, boolean keeps) throws IOException {
    String connection = keeps ? "" : "Connection: close\r\n";
    String request = "GET /health HTTP/1.1\r\nHost: test\r\n" + connection + "\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    String head = head(in);
    Matcher length = LENGTH.matcher(head);
    if (!head.startsWith("HTTP/1.1 200 ") || !length.find()) {
      losses.add(head.isEmpty() ? "closed without an answer" : head);
      return false;
    }
    byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
    Matcher pid = PID.matcher(new String(body, UTF_8));
    if (!pid.find()) {
      losses.add("half an answer");
      return false;
    }
    answered.incrementAndGet();
    byPid.merge(pid.group(1), 1L, Long::sum);
    return keeps && !head.toLowerCase(Locale.ROOT).contains("connection: close");
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() {
    finish();
  }

  /** Ends the load once every request under way has its answer. */
  void finish() {
    over = true;
    for (Thread client : clients) {
      try {
        client.join(ANSWER_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
