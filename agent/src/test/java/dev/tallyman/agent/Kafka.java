package dev.tallyman.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A broker of Kafka with the agent in it, and Kafka's command-line tools, as {@code
 * bin/kafka-run-class.sh} starts them: by their main class, with {@code KAFKA_OPTS} before it.
 */
final class Kafka implements AutoCloseable {
  private static final Path CLASS_PATH = Path.of("../example-kafka/target/classpath");
  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";
  private static final String TOOLS = "org.apache.kafka.tools.";

  private final Jvm broker;
  private final int port;

  private Kafka(Jvm broker, int port) {
    this.broker = broker;
    this.port = port;
  }

  /** Starts one broker that is its own controller. */
  static Kafka start(Path home, Path tallies, String agentOptions) throws Exception {
    int port = Ports.free();
    Path properties = home.resolve("server.properties");
    Files.writeString(properties, properties(port, Ports.free(), home.resolve("log")));
    List<String> format =
        main("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", properties.toString());
    try (Jvm jvm = Jvm.plain(Map.of(), format)) {
      Jvm.End end = jvm.await();
      if (end.exitCode() != 0) {
        throw new AssertionError("storage can't be formatted: " + end);
      }
    }
    return new Kafka(
        Jvm.start(tallies, agentOptions, main("kafka.Kafka", properties.toString())), port);
  }

  private static String properties(int port, int controllerPort, Path log) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    controller.listener.names=CONTROLLER
    log.dirs=%3$s
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=1
    group.initial.rebalance.delay.ms=0
    """
        .formatted(port, controllerPort, log);
  }

  void awaitReady() throws Exception {
    Waiting.until(
        "broker listens",
        () -> {
          if (!broker.isAlive()) {
            throw new AssertionError("broker has ended: " + broker.said());
          }
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** The arguments of {@code kafka-topics.sh}. */
  List<String> topics(String... arguments) {
    return main(TOOLS + "TopicCommand", with(arguments, "--bootstrap-server", address()));
  }

  /** The arguments of {@code kafka-producer-perf-test.sh}. */
  List<String> producerPerformance(String... arguments) {
    return main(
        TOOLS + "ProducerPerformance",
        with(arguments, "--producer-props", "bootstrap.servers=" + address()));
  }

  /** The arguments of {@code kafka-console-consumer.sh}. */
  List<String> consoleConsumer(String... arguments) {
    return main(
        TOOLS + "consumer.ConsoleConsumer", with(arguments, "--bootstrap-server", address()));
  }

  private String address() {
    return "127.0.0.1:" + port;
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static List<String> main(String main, String... arguments) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("-Xmx256m", "-cp", classPath(), main));
    all.addAll(List.of(arguments));
    return all;
  }

  private static String classPath() {
    try {
      return Files.readString(CLASS_PATH).strip();
    } catch (IOException e) {
      throw new AssertionError("not built: " + CLASS_PATH, e);
    }
  }

  /** SIGTERM, and waits for its end. */
  void stop() throws IOException, InterruptedException {
    broker.stop();
    Jvm.End unused = broker.await();
  }

  @Override
  public void close() throws IOException {
    broker.close();
  }
}
