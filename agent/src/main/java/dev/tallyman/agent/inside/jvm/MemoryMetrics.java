package dev.tallyman.agent.inside.jvm;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * Memory: the heap and the rest, and buffers.
 *
 * <p>Threading: one thread at a time.
 */
final class MemoryMetrics implements Runnable {
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final List<BufferPoolMXBean> buffers =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
  private final JvmGauge pendingFinalization;
  private final JvmGauge used;
  private final JvmGauge committed;
  private final JvmGauge max;
  private final JvmGauge init;
  private final JvmGauge bufferCount;
  private final JvmGauge bufferUsed;
  private final JvmGauge bufferCapacity;

  MemoryMetrics(Families to) {
    this.pendingFinalization =
        to.gauge(
            "jvm_memory_objects_pending_finalization",
            "The number of objects waiting in the finalizer queue.");
    // Micrometer has these by pool: with the labels of both they add up.
    String[] labels = {"area", "id"};
    this.used = to.gauge("jvm_memory_used_bytes", "Used bytes of a given JVM memory area.", labels);
    this.committed =
        to.gauge(
            "jvm_memory_committed_bytes", "Committed (bytes) of a given JVM memory area.", labels);
    this.max = to.gauge("jvm_memory_max_bytes", "Max (bytes) of a given JVM memory area.", labels);
    this.init =
        to.gauge("jvm_memory_init_bytes", "Initial bytes of a given JVM memory area.", "area");
    this.bufferCount =
        to.gauge(
            "jvm_buffer_pool_used_buffers", "Used buffers of a given JVM buffer pool.", "pool");
    this.bufferUsed =
        to.gauge("jvm_buffer_pool_used_bytes", "Used bytes of a given JVM buffer pool.", "pool");
    this.bufferCapacity =
        to.gauge(
            "jvm_buffer_pool_capacity_bytes", "Bytes capacity of a given JVM buffer pool.", "pool");
  }

  @Override
  public void run() {
    pendingFinalization.set(memory.getObjectPendingFinalizationCount());
    set("heap", memory.getHeapMemoryUsage());
    set("nonheap", memory.getNonHeapMemoryUsage());
    for (BufferPoolMXBean pool : buffers) {
      bufferCount.set(pool.getCount(), pool.getName());
      bufferUsed.set(pool.getMemoryUsed(), pool.getName());
      bufferCapacity.set(pool.getTotalCapacity(), pool.getName());
    }
  }

  private void set(String area, MemoryUsage usage) {
    used.set(usage.getUsed(), area, "");
    committed.set(usage.getCommitted(), area, "");
    max.set(usage.getMax(), area, "");
    init.set(usage.getInit(), area);
  }
}
