package dev.tallyman.aggregator;

import dev.tallyman.http.JsonSource;
import dev.tallyman.http.MetricsServer;
import dev.tallyman.http.Served;
import dev.tallyman.http.ServerSettings;
import dev.tallyman.owner.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * The aggregator process: merges the tally files of a directory and serves them to Prometheus.
 *
 * <p>Start it in a process of its own, not in a worker's.
 *
 * <p>Threading: safe for all threads.
 */
public final class Aggregator implements AutoCloseable {
  private final Pipeline pipeline;
  private final Folding folding;
  private final Sampling sampling;
  private final MetricsServer server;

  private Aggregator(Pipeline pipeline, Folding folding, Sampling sampling, MetricsServer server) {
    this.pipeline = pipeline;
    this.folding = folding;
    this.sampling = sampling;
    this.server = server;
  }

  /**
   * Makes the directories if they are missing, and serves.
   *
   * @throws IOException if a directory can't be used, another aggregator holds one, or the address
   *     can't be bound; the message names it
   */
  public static Aggregator start(AggregatorConfig config) throws IOException {
    return start(config, Clock.systemUTC());
  }

  /** The same by a clock that may be wrong. */
  static Aggregator start(AggregatorConfig config, Clock clock) throws IOException {
    prepare(config.directory());
    DirectoryClaim claim = DirectoryClaim.stake(config.directory());
    try {
      return start(config, clock, claim);
    } catch (IOException | RuntimeException e) {
      claim.close();
      throw e;
    }
  }

  /**
   * Checks that no other aggregator works on a directory of tally files now.
   *
   * @throws dev.tallyman.owner.HeldException if one does; the message says which
   * @throws IOException if that can't be found out
   */
  public static void requireUnheld(Path directory) throws IOException {
    Ownership.requireNone(DirectoryClaim.place(directory));
  }

  private static Aggregator start(AggregatorConfig config, Clock clock, DirectoryClaim claim)
      throws IOException {
    OpeningPipeline opening = OpeningPipeline.of(config, clock);
    ServerSettings settings =
        new ServerSettings(config.host(), config.port(), config.token(), Version.current());
    HistoryQueries queries = new HistoryQueries();
    Map<String, JsonSource> questions = new HashMap<>(queries.sources());
    questions.putAll(WorkerQueries.sources(opening, clock));
    Served served = new Served(opening, opening::isReady, opening, questions);
    MetricsServer server;
    try {
      server = MetricsServer.start(settings, served);
    } catch (IOException | RuntimeException e) {
      opening.await().close();
      throw e;
    }
    try {
      Pipeline pipeline = opening.await();
      Folding folding = Folding.start(claim, pipeline);
      Sampling sampling = Sampling.start(config, pipeline, clock);
      queries.open(sampling);
      return new Aggregator(pipeline, folding, sampling, server);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Stops serving; the tally files stay as they are. */
  @Override
  public void close() throws IOException {
    server.close();
    sampling.close();
    folding.close();
    pipeline.close();
  }

  private static void prepare(Path directory) throws IOException {
    if (Files.isSymbolicLink(directory)) {
      throw new IOException("directory is a symbolic link: directory=" + directory);
    }
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new IOException("not a directory: directory=" + directory);
    }
    if (!Files.exists(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!Files.isReadable(directory) || !Files.isWritable(directory)) {
      throw new IOException("directory is not readable and writable: directory=" + directory);
    }
  }
}
