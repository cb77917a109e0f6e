package dev.tallyman.agent.inside.jvm;

import dev.tallyman.metrics.DistributionDataPoint;
import dev.tallyman.metrics.Summary;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Garbage collections: how many there were, and how long they took.
 *
 * <p>Threading: one thread at a time.
 */
final class CollectionMetrics implements Runnable {
  private static final String NAME = "jvm_gc_collection_seconds";

  private final Families families;
  private final List<Collector> collectors = new ArrayList<>();
  private boolean begun;

  CollectionMetrics(Families families) {
    this.families = families;
  }

  @Override
  public void run() {
    if (!begun) {
      begun = true;
      begin();
    }
    for (Collector collector : collectors) {
      collector.advance();
    }
  }

  private void begin() {
    Summary metric =
        families.register(
            NAME,
            Summary.builder()
                .name(NAME)
                .help("Time spent in a given JVM garbage collector in seconds.")
                .labelNames("gc"));
    if (metric != null) {
      for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
        collectors.add(new Collector(bean, metric.labelValues(bean.getName())));
      }
    }
  }

  /** One of the JVM's collectors, and what of it is counted already. */
  private static final class Collector {
    private final GarbageCollectorMXBean bean;
    private final DistributionDataPoint point;
    private long count;
    private double seconds;

    Collector(GarbageCollectorMXBean bean, DistributionDataPoint point) {
      this.bean = bean;
      this.point = point;
    }

    void advance() {
      long more = Math.max(0, bean.getCollectionCount() - count);
      double longer = Math.max(0, bean.getCollectionTime() / 1e3 - seconds);
      point.add(new long[] {more}, longer);
      count += more;
      seconds += longer;
    }
  }
}
