package dev.tallyman.agent.inside.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import dev.tallyman.metrics.Counter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.HashMap;
import java.util.Map;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * How much was allocated in each pool of memory, as collections tell: what is more at the begin of
 * one than it was at the end of the last, and what the collection itself has moved there.
 *
 * <p>Threading: one thread at a time, and the JVM's thread for notifications.
 */
final class AllocationMetrics implements Runnable, NotificationListener {
  private static final String NAME = "jvm_memory_pool_allocated_bytes";

  private final Families families;
  private boolean begun;
  private @Nullable Counter metric;

  /** What each pool held after its last collection, and what has come since the last recording. */
  private final Map<String, Long> held = new HashMap<>();

  private final Map<String, Long> allocated = new HashMap<>();

  AllocationMetrics(Families families) {
    this.families = families;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(this, null, null);
      }
    }
  }

  @Override
  public synchronized void run() {
    if (allocated.isEmpty()) {
      return;
    }
    if (!begun) {
      begun = true;
      metric =
          families.register(
              NAME,
              Counter.builder()
                  .name(NAME)
                  .help(
                      "Total bytes allocated in a given JVM memory pool."
                          + " Only updated after GC, not continuously.")
                  .labelNames("pool"));
    }
    if (metric != null) {
      for (Map.Entry<String, Long> each : allocated.entrySet()) {
        metric.labelValues(each.getKey()).inc(each.getValue().longValue());
      }
    }
    allocated.clear();
  }

  @Override
  public synchronized void handleNotification(Notification notification, @Nullable Object unused) {
    CompositeData data = (CompositeData) notification.getUserData();
    GcInfo collection = GarbageCollectionNotificationInfo.from(data).getGcInfo();
    Map<String, MemoryUsage> after = collection.getMemoryUsageAfterGc();
    for (Map.Entry<String, MemoryUsage> each : collection.getMemoryUsageBeforeGc().entrySet()) {
      String pool = each.getKey();
      MemoryUsage left = after.get(pool);
      if (left != null) {
        collected(pool, each.getValue().getUsed(), left.getUsed());
      }
    }
  }

  private void collected(String pool, long before, long after) {
    Long last = held.put(pool, after);
    long more = Math.max(0, before - (last == null ? 0 : last)) + Math.max(0, after - before);
    if (more > 0) {
      Long known = allocated.get(pool);
      allocated.put(pool, more + (known == null ? 0 : known));
    }
  }
}
