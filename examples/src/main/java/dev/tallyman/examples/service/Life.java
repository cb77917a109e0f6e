package dev.tallyman.examples.service;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How long a worker serves: until it is told to end, or until its standard input ends, which is how
 * it learns that whoever started it is gone.
 *
 * <p>Threading: safe for all threads.
 */
public final class Life {
  /** Of whom only what is wrong is worth a line; held, for a level is forgotten with its logger. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("com.zaxxer.hikari"));

  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  private Life() {}

  /** Begins, and sees to it that signals end the worker in order. */
  public static Life begin() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    Life life = new Life();
    Runtime.getRuntime().addShutdownHook(new Thread(life::endInOrder, "end"));
    Thread watch = new Thread(life::watch, "watch");
    watch.setDaemon(true);
    watch.start();
    return life;
  }

  /** Waits until the worker is to end. */
  public void awaitEnd() throws InterruptedException {
    end.await();
  }

  /** Ends the process, once everything is closed. */
  public void over(int exitCode) {
    over.countDown();
    // Whatever thread a library has left behind must not keep the process.
    System.exit(exitCode);
  }

  private void endInOrder() {
    end.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      while (System.in.read() >= 0) {
        // Nothing of meaning ever comes.
      }
    } catch (IOException e) {
      System.getLogger(Life.class.getName())
          .log(System.Logger.Level.WARNING, "whoever started this is out of reach", e);
    }
    end.countDown();
  }
}
