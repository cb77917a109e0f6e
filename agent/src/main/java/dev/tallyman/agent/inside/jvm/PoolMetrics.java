package dev.tallyman.agent.inside.jvm;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * The pools that the JVM's memory is divided into.
 *
 * <p>Threading: one thread at a time.
 */
final class PoolMetrics implements Runnable {
  private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
  private final Usage now;
  private final Usage afterCollection;

  PoolMetrics(Families to) {
    this.now = Usage.of(to, "jvm_memory_pool_", " bytes", " bytes");
    // The words are client_java's.
    this.afterCollection =
        Usage.of(
            to,
            "jvm_memory_pool_collection_",
            " bytes after last collection",
            " after last collection bytes");
  }

  @Override
  public void run() {
    for (MemoryPoolMXBean pool : pools) {
      now.set(pool.getName(), pool.getUsage());
      MemoryUsage collected = pool.getCollectionUsage();
      if (collected != null) {
        afterCollection.set(pool.getName(), collected);
      }
    }
  }

  private record Usage(JvmGauge used, JvmGauge committed, JvmGauge max, JvmGauge init) {
    static Usage of(Families to, String prefix, String inUse, String reserved) {
      String end = " of a given JVM memory pool.";
      return new Usage(
          to.gauge(prefix + "used_bytes", "Used" + inUse + end, "pool"),
          to.gauge(prefix + "committed_bytes", "Committed" + reserved + end, "pool"),
          to.gauge(prefix + "max_bytes", "Max" + inUse + end, "pool"),
          to.gauge(prefix + "init_bytes", "Initial" + reserved + end, "pool"));
    }

    void set(String pool, MemoryUsage usage) {
      used.set(usage.getUsed(), pool);
      committed.set(usage.getCommitted(), pool);
      max.set(usage.getMax(), pool);
      init.set(usage.getInit(), pool);
    }
  }
}
