package dev.tallyman.monitoring;

import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.MetricsConfig;
import dev.tallyman.supervisor.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Worker processes and the aggregator that counts them together. Now and then a worker is killed
 * and another takes its place, as in life; what it had served stays served.
 *
 * <p>Threading: one thread at a time. Failure: an {@link AssertionError} when a worker does not
 * answer for a round.
 */
final class WorkerFleet implements ScrapeTarget {
  private static final HistoryRules EVERY_SECOND =
      new HistoryRules(Duration.ofSeconds(1), Duration.ofHours(1), HistoryRules.DEFAULT.bytes());
  private static final int WORKERS = 2;
  private static final int ROUNDS_BETWEEN_DEATHS = 25;

  private final TemporaryDirectory directory;
  private final Path tallies;
  private final AggregatorConfig config;
  private Aggregator aggregator;
  private final Deque<Worker> workers = new ArrayDeque<>();
  private int rounds;

  private WorkerFleet(TemporaryDirectory directory, AggregatorConfig config) throws IOException {
    this.directory = directory;
    this.tallies = config.directory();
    this.config = config;
    this.aggregator = Aggregator.start(config);
  }

  static WorkerFleet start() {
    try {
      TemporaryDirectory directory = TemporaryDirectory.create();
      Path tallies = Files.createDirectory(directory.path().resolve("tallies"));
      AggregatorConfig config =
          new AggregatorConfig(
              tallies,
              AggregatorConfig.archiveBeside(tallies),
              ArchiveRules.DEFAULT,
              EVERY_SECOND,
              "127.0.0.1",
              FreePorts.next(),
              null);
      WorkerFleet fleet = new WorkerFleet(directory, config);
      for (int i = 0; i < WORKERS; i++) {
        fleet.workers.add(Worker.start(tallies));
      }
      return fleet;
    } catch (IOException e) {
      throw new UncheckedIOException("the fleet does not start", e);
    }
  }

  @Override
  public String hostAndPort() {
    return "127.0.0.1:" + config.port();
  }

  @Override
  public void serveRound() {
    try {
      Worker worker = workers.remove();
      worker.obey("round");
      rounds++;
      if (rounds % ROUNDS_BETWEEN_DEATHS == 0) {
        worker.kill();
        worker = Worker.start(tallies);
      }
      workers.add(worker);
    } catch (IOException e) {
      throw new UncheckedIOException("a worker is gone", e);
    }
  }

  /** One of the workers records so many series more. */
  void record(int series) throws IOException {
    workers.element().obey(Integer.toString(series));
  }

  /** One of the workers records calls under a name with dots. */
  void recordDotted() throws IOException {
    workers.element().obey(ServingWorker.DOTTED);
  }

  /** Kills a worker, and starts another one. */
  long replaceOne() throws IOException {
    Worker worker = workers.remove();
    worker.kill();
    workers.add(Worker.start(tallies));
    return worker.process().pid();
  }

  /** From now on nobody can be asked, until it is started again at the same address. */
  void stopAggregator() throws IOException {
    aggregator.close();
  }

  void startAggregator() throws IOException {
    aggregator = Aggregator.start(config);
  }

  @Override
  public Map<Route, Totals> totals() {
    Map<Route, Totals> totals = new HashMap<>();
    ServingWorker.ROUND.forEach(
        (route, plan) -> {
          double calls = (double) rounds * plan.calls();
          totals.put(route, new Totals(calls, calls * plan.secondsPerCall()));
        });
    return totals;
  }

  @Override
  public void close() {
    workers.forEach(Worker::kill);
    try {
      aggregator.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the aggregator does not close", e);
    } finally {
      directory.close();
    }
  }

  private record Worker(Process process, Writer orders, BufferedReader answers) {

    static Worker start(Path tallies) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:-UsePerfData",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ServingWorker.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put(MetricsConfig.ENABLED, "true");
      builder.environment().put(MetricsConfig.DIRECTORY, tallies.toString());
      Process process = builder.start();
      return new Worker(
          process,
          process.outputWriter(StandardCharsets.UTF_8),
          process.inputReader(StandardCharsets.UTF_8));
    }

    void obey(String order) throws IOException {
      orders.write(order + "\n");
      orders.flush();
      String answer = answers.readLine();
      if (!ServingWorker.SERVED.equals(answer)) {
        throw new AssertionError("the worker did not serve: answer=" + answer);
      }
    }

    /** Like SIGKILL; waits until the process is gone. */
    void kill() {
      process.destroyForcibly().onExit().join();
    }
  }
}
