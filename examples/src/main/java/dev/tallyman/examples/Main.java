package dev.tallyman.examples;

import dev.tallyman.examples.bricklayers.Bricklayers;
import dev.tallyman.examples.chedweb.ChedWeb;
import dev.tallyman.examples.data20.Data20;
import dev.tallyman.examples.digitalactors.DigitalActors;
import dev.tallyman.examples.kernelci.KernelCi;
import dev.tallyman.examples.service.ExampleSystem;
import dev.tallyman.examples.service.Life;
import dev.tallyman.examples.service.WebServer;
import dev.tallyman.examples.service.Worker;
import dev.tallyman.examples.visitors.Visits;
import dev.tallyman.metrics.MetricRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The processes that {@code tallyman demo} starts: a worker of a system, or its visitors.
 *
 * <p>Failure: what can't be opened ends the process with its reason.
 */
public final class Main {
  private static final Map<String, Supplier<ExampleSystem>> SYSTEMS =
      Map.of(
          "bricklayers",
          Bricklayers::new,
          "chedweb",
          ChedWeb::new,
          "data20",
          Data20::new,
          "digital-actors",
          DigitalActors::new,
          "kernelci",
          KernelCi::new);

  private static final System.Logger LOG = System.getLogger(Main.class.getName());

  private Main() {}

  /**
   * Runs one process.
   *
   * @param args {@code serve SYSTEM HOST PORT DIRECTORY GRACE-SECONDS}, the directory being what
   *     all workers of the system share, or {@code visit SYSTEM ADDRESS}
   */
  public static void main(String[] args) throws Exception {
    Supplier<ExampleSystem> system = SYSTEMS.get(args[1]);
    if (system == null) {
      throw new IllegalArgumentException("unknown system: " + args[1] + ", of " + SYSTEMS.keySet());
    }
    switch (args[0]) {
      case "serve" -> serve(system.get(), args);
      case "visit" -> Visits.to(URI.create(args[2]), system.get().visitors());
      default -> throw new IllegalArgumentException("unknown role: " + args[0]);
    }
  }

  private static void serve(ExampleSystem system, String[] args) {
    Life life = Life.begin();
    int exitCode = 1;
    try (Worker worker =
        new Worker(MetricRegistry.defaultRegistry(), Files.createDirectories(Path.of(args[4])))) {
      system.open(worker);
      WebServer server = new WebServer(worker);
      server.start(args[2], Integer.parseInt(args[3]));
      System.out.println("listening on " + args[2] + ":" + args[3]);
      life.awaitEnd();
      server.stop(Duration.ofSeconds(Long.parseLong(args[5])));
      exitCode = 0;
    } catch (Exception e) {
      LOG.log(System.Logger.Level.ERROR, args[1] + " can't serve", e);
    }
    life.over(exitCode);
  }
}
