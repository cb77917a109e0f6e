package dev.tallyman.metrics;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An application that has used up its direct memory before it first records. */
final class MemoryHog {
  private static final int RECORDINGS = 20_000;

  private MemoryHog() {}

  /** Prints how many recordings were dropped, in how many milliseconds, and what came after. */
  public static void main(String[] args) {
    List<ByteBuffer> hoarded = new ArrayList<>();
    hoard(hoarded);
    MetricRegistry registry = MetricRegistry.inHeap();
    Counter counter = Counter.builder().name("c").register(registry);
    Gauge gauge = Gauge.builder().name("g").register(registry);

    long begin = System.nanoTime();
    for (int i = 0; i < RECORDINGS; i++) {
      counter.inc();
      gauge.set(i);
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    System.out.println(registry.droppedRecordings() + " " + millis);

    hoarded.clear();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (counter.get() == 0 && System.nanoTime() < deadline) {
      System.gc();
      counter.inc();
    }
    System.out.println(counter.get());
  }

  private static void hoard(List<ByteBuffer> hoarded) {
    for (int size = 1 << 16; size > 0; size /= 2) {
      try {
        while (hoarded.add(ByteBuffer.allocateDirect(size))) {
          Thread.onSpinWait();
        }
      } catch (OutOfMemoryError e) {
        // That is what it is here for; now the smaller rests.
      }
    }
  }
}
