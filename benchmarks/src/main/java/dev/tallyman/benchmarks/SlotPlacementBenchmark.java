package dev.tallyman.benchmarks;

import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Where should a value slot live? Placements of one counter's slot in a mapped file, and
 * client_java's in-heap counter beside them. The choice that came of it is decision 0001.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SlotPlacementBenchmark {
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BLOCK = MethodHandles.arrayElementVarHandle(LongBuffer[].class);
  private static final int LANES = 16;
  private static final int BLOCK_BYTES = 4096 + 64;

  /** Which thread owns which lane; a lane is written by its owner only. */
  private static final @Nullable Thread[] OWNERS = new @Nullable Thread[LANES];

  private static final ThreadLocal<Integer> LANE =
      ThreadLocal.withInitial(() -> lane(Thread.currentThread()));

  private final Counter peer = Counter.builder().name("peer").build();
  private final LongBuffer[] blocks = new LongBuffer[LANES];
  private Path file = Path.of("");
  private ByteBuffer mapped = ByteBuffer.allocate(0);
  private LongBuffer longs = LongBuffer.allocate(0);

  @Setup
  public void map() throws IOException {
    file = Files.createTempFile("slots", ".bin");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int unused = channel.write(ByteBuffer.allocate(LANES * BLOCK_BYTES), 0);
      mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, LANES * BLOCK_BYTES);
    }
    mapped.order(ByteOrder.LITTLE_ENDIAN);
    longs = mapped.asLongBuffer();
    for (int lane = 0; lane < LANES; lane++) {
      ByteBuffer block = mapped.slice(lane * BLOCK_BYTES, BLOCK_BYTES);
      blocks[lane] = block.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    }
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  /** client_java's counter, in heap. */
  @Benchmark
  public void clientJava() {
    peer.inc();
  }

  /** One slot beside the record, shared by all threads: an atomic add. */
  @Benchmark
  public void sharedSlotBesideRecord() {
    long unused = (long) LONGS.getAndAdd(mapped, 64, 1L);
  }

  /** A slot for each thread beside the record, 8 bytes apart. */
  @Benchmark
  public void ownSlotBesideRecordUnpadded() {
    bump(longs, 8 + lane(Thread.currentThread()));
  }

  /** A slot for each thread beside the record, 256 bytes apart. */
  @Benchmark
  public void ownSlotBesideRecordPadded() {
    bump(longs, lane(Thread.currentThread()) << 5);
  }

  /** A block of slots for each thread, found by a thread-local. */
  @Benchmark
  public void ownBlockByThreadLocal() {
    bump((LongBuffer) BLOCK.getAcquire(blocks, (int) LANE.get()), 8);
  }

  /** A block of slots for each thread, found by the thread's id and checked against the owner. */
  @Benchmark
  public void ownBlockByOwnerTable() {
    bump((LongBuffer) BLOCK.getAcquire(blocks, lane(Thread.currentThread())), 8);
  }

  /** The same with an opaque store through a handle on bytes, as a check of the plain store. */
  @Benchmark
  public void ownBlockByOwnerTableOpaque() {
    int index = lane(Thread.currentThread()) * BLOCK_BYTES;
    LONGS.setOpaque(mapped, index, (long) LONGS.get(mapped, index) + 1);
  }

  private static int lane(Thread self) {
    int lane = (int) self.getId() & (LANES - 1);
    if (OWNERS[lane] != self) {
      claim(lane, self);
    }
    return lane;
  }

  private static synchronized void claim(int lane, Thread self) {
    Thread owner = OWNERS[lane];
    if (owner != null && owner.isAlive()) {
      throw new IllegalStateException("lane taken");
    }
    OWNERS[lane] = self;
  }

  private static void bump(LongBuffer slots, int index) {
    slots.put(index, slots.get(index) + 1);
  }
}
