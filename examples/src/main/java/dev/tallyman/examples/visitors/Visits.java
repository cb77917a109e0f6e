package dev.tallyman.examples.visitors;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All visitors of a service, each at a pace of its own.
 *
 * <p>Threading: a thread for each visitor.
 *
 * <p>Failure: a visit that fails, because a worker was killed say, is one of many. When nobody has
 * been answered for a minute, the service is taken to be gone and the visitors go too.
 */
public final class Visits {
  private static final System.Logger LOG = System.getLogger(Visits.class.getName());
  private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Site site;
  private final ScheduledExecutorService clock;
  private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());

  private Visits(Site site, int visitors) {
    this.site = site;
    this.clock = Executors.newScheduledThreadPool(visitors);
  }

  /** Sends the visitors on their way; returns when the service is gone. */
  public static void to(URI address, List<Visitor> visitors) throws InterruptedException {
    // So that each visit is a connection of its own, and any worker may get it.
    System.setProperty("jdk.httpclient.keepalive.timeout", "0");
    Visits visits = new Visits(new Site(address), visitors.size());
    for (Visitor visitor : visitors) {
      // The same numbers in every run, but others for each visitor.
      Random random = new Random(visitor.name().hashCode());
      visits.later(visitor, random);
    }
    boolean unused = visits.clock.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  private void later(Visitor visitor, Random random) {
    double pause = visitor.pause().toNanos() * 2 * random.nextDouble();
    ScheduledFuture<?> unused =
        clock.schedule(() -> visit(visitor, random), (long) pause, TimeUnit.NANOSECONDS);
  }

  private void visit(Visitor visitor, Random random) {
    try {
      visitor.visit().to(site, random);
      lastAnswer.set(System.nanoTime());
    } catch (IOException e) {
      if (System.nanoTime() - lastAnswer.get() > PATIENCE_NANOS) {
        LOG.log(System.Logger.Level.INFO, "nobody answers any more: " + e.getMessage());
        clock.shutdownNow();
        return;
      }
      LOG.log(System.Logger.Level.DEBUG, "no answer to " + visitor.name(), e);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a visit went wrong: " + visitor.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    later(visitor, random);
  }
}
