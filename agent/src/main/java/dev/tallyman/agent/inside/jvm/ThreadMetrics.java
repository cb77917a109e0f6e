package dev.tallyman.agent.inside.jvm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Threads: how many, in what state, and whether some wait for each other for ever.
 *
 * <p>Threading: one thread at a time.
 */
final class ThreadMetrics implements Runnable {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final JvmGauge current;
  private final JvmGauge daemon;
  private final JvmGauge peak;
  private final JvmCounter started;
  private final JvmGauge deadlocked;
  private final JvmGauge deadlockedByMonitors;
  private final JvmGauge byState;

  ThreadMetrics(Families to) {
    this.current = to.gauge("jvm_threads_current", "Current thread count of a JVM");
    this.daemon = to.gauge("jvm_threads_daemon", "Daemon thread count of a JVM");
    this.peak = to.gauge("jvm_threads_peak", "Peak thread count of a JVM");
    this.started = to.counter("jvm_threads_started", "Started thread count of a JVM");
    this.deadlocked =
        to.gauge(
            "jvm_threads_deadlocked",
            "Cycles of JVM-threads that are in deadlock waiting to acquire object monitors or"
                + " ownable synchronizers");
    this.deadlockedByMonitors =
        to.gauge(
            "jvm_threads_deadlocked_monitor",
            "Cycles of JVM-threads that are in deadlock waiting to acquire object monitors");
    this.byState = to.gauge("jvm_threads_state", "Current count of threads by state", "state");
  }

  @Override
  public void run() {
    current.set(threads.getThreadCount());
    daemon.set(threads.getDaemonThreadCount());
    peak.set(threads.getPeakThreadCount());
    started.advanceTo(threads.getTotalStartedThreadCount());
    deadlocked.set(lengthOf(threads.findDeadlockedThreads()));
    deadlockedByMonitors.set(lengthOf(threads.findMonitorDeadlockedThreads()));
    countByState();
  }

  private void countByState() {
    ThreadInfo[] all = threads.getThreadInfo(threads.getAllThreadIds(), 0);
    for (Thread.State state : Thread.State.values()) {
      int count = 0;
      for (ThreadInfo thread : all) {
        // One that has ended since has no information.
        if (thread != null && thread.getThreadState() == state) {
          count++;
        }
      }
      byState.set(count, state.name());
    }
    // client_java counts threads without an identity here, which no JDK has.
    byState.set(0, "UNKNOWN");
  }

  private static int lengthOf(long @Nullable [] ids) {
    return ids == null ? 0 : ids.length;
  }
}
