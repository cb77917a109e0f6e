package dev.tallyman.supervisor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Prints the addresses of the fleet as soon as all of them answer.
 *
 * <p>Threading: one daemon thread, which ends when it has printed or is told to.
 *
 * <p>Failure: if they don't answer for long it says which and why, once, and goes on asking.
 */
final class Announcer {
  private static final long INTERVAL_MILLIS = 25;
  private static final long PATIENCE_MILLIS = 30_000;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Endpoint> endpoints;
  private final Console console;

  Announcer(List<Endpoint> endpoints, Console console) {
    this.endpoints = endpoints;
    this.console = console;
  }

  void start() {
    Thread thread = new Thread(this::run, "announcer");
    thread.setDaemon(true);
    thread.start();
  }

  void stop() {
    stopped.countDown();
  }

  private void run() {
    try {
      for (Endpoint endpoint : endpoints) {
        if (!awaitAnswer(endpoint)) {
          return;
        }
      }
      for (Endpoint endpoint : endpoints) {
        console.say(Console.Stream.OUT, endpoint.label() + " " + endpoint.shown());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitAnswer(Endpoint endpoint) throws InterruptedException {
    long waitedSince = System.nanoTime();
    boolean complained = false;
    Optional<String> problem = HttpProbe.problem(endpoint.probe());
    while (problem.isPresent()) {
      long waitedMillis = (System.nanoTime() - waitedSince) / 1_000_000;
      if (!complained && waitedMillis > PATIENCE_MILLIS) {
        complained = true;
        console.say(
            Console.Stream.ERR,
            "no answer yet from " + endpoint.probe() + ": " + problem.orElseThrow());
      }
      if (stopped.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      problem = HttpProbe.problem(endpoint.probe());
    }
    return true;
  }
}
