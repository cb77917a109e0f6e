package dev.tallyman.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The agent's thread. It sleeps while the application starts, so that a tool that is done within a
 * second pays for opening the jar and little else; then it loads the inside and lets it record
 * every few seconds. At the end of the JVM it records once more, also what a shorter application
 * has counted.
 *
 * <p>Threading: a daemon thread, and the thread that ends the JVM; they take turns.
 *
 * <p>Failure: the first failure of its own ends it; the application goes on.
 */
final class Caretaker implements Runnable {
  private static final String INSIDE = "dev.tallyman.agent.inside.Inside";

  /** Classes of those who count; without them a JVM of less than a second has nothing to record. */
  private static final String CLIENT_JAVA =
      "io.prometheus.metrics.model.registry.PrometheusRegistry";

  private static final long LONGEST_END_MILLIS = 10_000;

  private final AgentOptions options;
  private final Instrumentation instrumentation;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Recording recording;
  private boolean given;

  private Caretaker(AgentOptions options, Instrumentation instrumentation) {
    this.options = options;
    this.instrumentation = instrumentation;
  }

  static void start(String options, Instrumentation instrumentation) {
    Caretaker caretaker = new Caretaker(AgentOptions.parse(options), instrumentation);
    Thread thread = new Thread(null, caretaker, "tallyman-agent", 0, false);
    thread.setDaemon(true);
    // It must not keep the application's class loader, nor find classes there.
    thread.setContextClassLoader(null);
    thread.start();
  }

  @Override
  public void run() {
    try {
      EndHook.add(new End(), instrumentation);
      long wait = options.delayMillis();
      while (!ended.await(wait, TimeUnit.MILLISECONDS)) {
        record();
        wait = options.intervalMillis();
      }
    } catch (Throwable e) {
      // Nobody is there to be told: the JVM is not ours.
      Agent.lastFailure = e.toString();
    }
  }

  /** No lambda: the first one of a JVM costs a tool that is done at once ten milliseconds. */
  private final class End implements Runnable {
    @Override
    public void run() {
      end();
    }
  }

  private final class LastRecording implements Runnable {
    @Override
    public void run() {
      recordLast();
    }
  }

  private synchronized void record() throws Exception {
    if (!given) {
      inside().record();
    }
  }

  /** In a thread of its own, for the JVM must not wait long: for beans that don't answer, say. */
  private void end() {
    try {
      ended.countDown();
      Thread last = new Thread(null, new LastRecording(), "tallyman-agent-last", 0, false);
      last.setDaemon(true);
      last.setContextClassLoader(null);
      last.start();
      last.join(LONGEST_END_MILLIS);
    } catch (Throwable e) {
      Agent.lastFailure = e.toString();
    }
  }

  private synchronized void recordLast() {
    try {
      given = true;
      if (recording != null || counts()) {
        inside().recordLast();
      }
    } catch (Throwable e) {
      Agent.lastFailure = e.toString();
    }
  }

  private boolean counts() {
    for (Class<?> each : instrumentation.getAllLoadedClasses()) {
      if (each.getName().equals(CLIENT_JAVA)) {
        return true;
      }
    }
    return false;
  }

  private Recording inside() throws Exception {
    Recording known = recording;
    if (known == null) {
      File jar = new File(Agent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      known =
          (Recording)
              new InsideLoader(jar)
                  .loadClass(INSIDE)
                  .getConstructor(java.util.Map.class, Instrumentation.class)
                  .newInstance(options.asMap(), instrumentation);
      recording = known;
    }
    return known;
  }
}
