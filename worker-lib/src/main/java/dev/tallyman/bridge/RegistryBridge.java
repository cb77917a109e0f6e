package dev.tallyman.bridge;

import dev.tallyman.metrics.MetricRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Brings everything of a client_java registry into the worker's tally file: every few seconds, and
 * once more when the bridge is closed or the JVM ends. What a JVM that is killed with SIGKILL has
 * counted since the last copy is lost.
 *
 * <pre>{@code
 * RegistryBridge.start(PrometheusRegistry.defaultRegistry, MetricRegistry.defaultRegistry());
 * }</pre>
 *
 * <p>Threading: safe for all threads; copies are made in one daemon thread of its own.
 *
 * <p>Failure: none; see {@link RegistryCopier}. A registry that the agent copies already is left to
 * it, which is logged.
 */
public final class RegistryBridge implements AutoCloseable {
  /** How long after a copy the next one is made, if nothing else is said. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

  /** While the JVM ends, other hooks may still count. */
  private static final long ENDING_INTERVAL_MILLIS = 50;

  /** How long the end of the JVM, or whoever closes the bridge, waits for the last copy. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Runnable copier;
  private final Duration patience;
  private final ScheduledExecutorService thread;
  private volatile boolean copying;
  private volatile long begunNanos;
  private final Thread hook = new Thread(this::copyUntilTheEnd, "tallyman-bridge-end");

  private RegistryBridge(Runnable copier, Duration patience) {
    this.copier = copier;
    this.patience = patience;
    // The bridge may be closed while the JVM's end asks for more copies: these are not made.
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, RegistryBridge::daemon, new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Begins to copy, with the modes of {@link DefaultGaugeModes}; complaints are logged. */
  public static RegistryBridge start(PrometheusRegistry from, MetricRegistry to) {
    return start(
        new RegistryCopier(
            from,
            to,
            DefaultGaugeModes.RULES,
            message -> log(System.Logger.Level.WARNING, message)),
        DEFAULT_INTERVAL);
  }

  /**
   * Begins to copy.
   *
   * @param interval how long after a copy the next one is made
   */
  public static RegistryBridge start(RegistryCopier copier, Duration interval) {
    return start(copier, interval, PATIENCE);
  }

  static RegistryBridge start(RegistryCopier copier, Duration interval, Duration patience) {
    if (!Claimant.BRIDGE.claims(copier.source())) {
      log(System.Logger.Level.WARNING, "registry is left to the agent, which copies it already");
      return new RegistryBridge(() -> {}, patience);
    }
    RegistryBridge bridge = new RegistryBridge(copier::copy, patience);
    bridge.every(interval.toMillis());
    try {
      Runtime.getRuntime().addShutdownHook(bridge.hook);
    } catch (IllegalStateException e) {
      log(System.Logger.Level.DEBUG, "started while the JVM ends: " + e.getMessage());
      bridge.copyUntilTheEnd();
    }
    return bridge;
  }

  /**
   * Copies once more, and no more. What counts should have stopped before. A collector that does
   * not return is waited for ten seconds.
   */
  @Override
  public void close() {
    thread.shutdown();
    copyWithPatience();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log(System.Logger.Level.DEBUG, "closed while the JVM ends: " + e.getMessage());
    }
  }

  private void every(long millis) {
    var unused =
        thread.scheduleWithFixedDelay(this::copyInTurn, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void copyUntilTheEnd() {
    copyWithPatience();
    every(ENDING_INTERVAL_MILLIS);
  }

  /** In a thread of its own, for a collector may hang, and the last copy before with it. */
  private void copyWithPatience() {
    Thread last = daemon(this::copy);
    boolean interrupted = Thread.interrupted();
    try {
      last.start();
      last.join(patienceLeft());
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (OutOfMemoryError e) {
      copy(); // there is no thread to be had
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A copy that hangs has been waited for as long as it does. */
  private long patienceLeft() {
    long hadNanos = copying ? System.nanoTime() - begunNanos : 0;
    return Math.max(1, patience.toMillis() - TimeUnit.NANOSECONDS.toMillis(hadNanos));
  }

  private void copyInTurn() {
    begunNanos = System.nanoTime();
    copying = true;
    copy();
    copying = false;
  }

  /** The next copy is made whatever becomes of this one: there may be memory again. */
  private void copy() {
    try {
      copier.run();
    } catch (RuntimeException | Error e) {
      log(System.Logger.Level.WARNING, "registry was not copied: cause=" + e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread made = new Thread(null, work, "tallyman-bridge", 0, false);
    made.setDaemon(true);
    return made;
  }

  private static void log(System.Logger.Level level, String message) {
    // Not in a field: to set up logging takes some 30 ms of a worker's start.
    System.getLogger(RegistryBridge.class.getPackageName()).log(level, message);
  }
}
