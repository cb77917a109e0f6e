package dev.tallyman.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job on a small cluster of Spark's own: the driver has a master and two workers in it, and each
 * worker starts its executor as a process of its own.
 */
final class Spark implements AutoCloseable {
  private static final Path JARS = Path.of("../example-spark/target/spark/jars").toAbsolutePath();
  private static final Path JOB = Path.of("../example-spark/target/pi.jar").toAbsolutePath();
  private static final Path BROUGHT = Path.of("../example-spark/target/job").toAbsolutePath();
  private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private final Jvm driver;

  private Spark(Jvm driver) {
    this.driver = driver;
  }

  /**
   * Does what {@code bin/spark-submit} does.
   *
   * @param home a directory that is to be the home of Spark
   * @param configuration a file as {@code conf/spark-defaults.conf}
   * @param arguments of the job
   */
  static Spark submit(Path home, Path configuration, List<String> arguments) throws Exception {
    if (!Files.isRegularFile(JOB)) {
      throw new AssertionError("not built: " + JOB);
    }
    Path unused = Files.createSymbolicLink(home.resolve("jars"), JARS);
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME",
            home.toString(),
            "SPARK_SCALA_VERSION",
            "2.13",
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            "SPARK_LOCAL_DIRS",
            home.resolve("scratch").toString());
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-cp", JARS + "/*", "org.apache.spark.launcher.Main", SUBMIT));
    command.addAll(List.of("--master", "local-cluster[2,1,512]"));
    command.addAll(List.of("--properties-file", configuration.toString()));
    command.addAll(List.of("--jars", brought(), "--class", "dev.tallyman.spark.Pi"));
    command.add(JOB.toString());
    command.addAll(arguments);
    return new Spark(Jvm.plain(environment, driverOptions(environment, command)));
  }

  /** Spark's launcher says with which options its driver wants to be started. */
  private static List<String> driverOptions(Map<String, String> environment, List<String> command)
      throws Exception {
    try (Jvm launcher = Jvm.plain(environment, command)) {
      Jvm.End end = launcher.await();
      String[] parts = end.output().split("\0\n?", -1);
      List<String> words = Stream.of(parts).filter(part -> !part.isEmpty()).toList();
      if (end.exitCode() != 0 || !words.contains(SUBMIT)) {
        throw new AssertionError("no command of Spark's launcher: " + end);
      }
      return words.subList(1, words.size());
    }
  }

  private static String brought() throws IOException {
    try (Stream<Path> jars = Files.list(BROUGHT)) {
      return jars.map(Path::toString).collect(Collectors.joining(","));
    }
  }

  List<ProcessHandle> executors() {
    return driver.descendants().stream()
        .filter(
            process ->
                process.info().commandLine().filter(line -> line.contains(EXECUTOR)).isPresent())
        .toList();
  }

  /** Lets the job go on. */
  void goOn() throws IOException {
    driver.nudge();
  }

  boolean isAlive() {
    return driver.isAlive();
  }

  String said() throws IOException {
    return driver.said();
  }

  Jvm.End await() throws IOException, InterruptedException {
    return driver.await();
  }

  @Override
  public void close() throws IOException {
    driver.descendants().forEach(ProcessHandle::destroyForcibly);
    driver.close();
  }
}
