package dev.tallyman.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Spring Boot application, as its jar was built, with the agent beside it. */
final class Shop implements AutoCloseable {
  /** The labels of an order, and of a look at its page of metrics. */
  static final String[] ORDERS = labels("/orders/{count}");

  static final String[] PAGES = labels("/actuator/prometheus");

  private static final Path JAR = Path.of("../example-spring-boot/target/shop.jar");

  private final Jvm jvm;
  private final String address;

  private Shop(Jvm jvm, int port) {
    this.jvm = jvm;
    this.address = "http://127.0.0.1:" + port;
  }

  static Shop start(Path tallies) throws IOException {
    if (!Files.exists(JAR)) {
      throw new AssertionError("not built: " + JAR);
    }
    int port = Ports.free();
    return new Shop(
        Jvm.start(
            tallies, "interval=200ms", List.of("-jar", JAR.toString(), "--server.port=" + port)),
        port);
  }

  void awaitReady() throws Exception {
    Waiting.until(
        "shop is ready",
        () -> {
          if (!jvm.isAlive()) {
            throw new AssertionError("shop has ended: " + jvm.said());
          }
          return isReady();
        });
  }

  private boolean isReady() throws InterruptedException {
    try {
      return Page.get(address + "/actuator/health").contains("UP");
    } catch (IOException e) {
      return false;
    }
  }

  /** So many orders of so many pieces each. */
  void order(int orders, int pieces) throws IOException, InterruptedException {
    for (int i = 0; i < orders; i++) {
      String unused = Page.get(address + "/orders/" + pieces);
    }
  }

  Page page() throws IOException, InterruptedException {
    return Page.at(address + "/actuator/prometheus");
  }

  long pid() {
    return jvm.pid();
  }

  /** SIGTERM, and waits for its end. */
  void stop() throws IOException, InterruptedException {
    jvm.stop();
    Jvm.End unused = jvm.await();
  }

  @Override
  public void close() throws IOException {
    jvm.close();
  }

  private static String[] labels(String uri) {
    return new String[] {
      "error",
      "none",
      "exception",
      "none",
      "method",
      "GET",
      "outcome",
      "SUCCESS",
      "status",
      "200",
      "uri",
      uri
    };
  }
}
