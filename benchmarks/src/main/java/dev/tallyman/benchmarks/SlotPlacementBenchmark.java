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
import java.util.concurrent.atomic.AtomicReferenceArray;
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
 * Where should a value slot live? Four placements of one counter's slot in a mapped file, and
 * client_java's in-heap counter beside them. The choice that came of it, with the figures, is
 * decision 0001.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SlotPlacementBenchmark {
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LANES = 16;
  private static final int BLOCK_BYTES = 4096;

  /** Which thread owns which lane; a lane is written by its owner only. */
  private static final AtomicReferenceArray<Thread> OWNERS = new AtomicReferenceArray<>(LANES);

  private static final ThreadLocal<Integer> LANE = ThreadLocal.withInitial(() -> claim());

  private final Counter peer = Counter.builder().name("peer").build();
  private final AtomicReferenceArray<ByteBuffer> blocks = new AtomicReferenceArray<>(LANES);
  private final AtomicReferenceArray<LongBuffer> longBlocks = new AtomicReferenceArray<>(LANES);
  private final LongBuffer[] plainBlocks = new LongBuffer[LANES];
  private static final Thread[] PLAIN_OWNERS = new Thread[LANES];
  private static final VarHandle REFS = MethodHandles.arrayElementVarHandle(LongBuffer[].class);
  private Path file = Path.of("");
  private ByteBuffer mapped = ByteBuffer.allocate(0);

  @Setup
  public void map() throws IOException {
    file = Files.createTempFile("slots", ".bin");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(LANES * (BLOCK_BYTES + 64)), 0);
      mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, LANES * (BLOCK_BYTES + 64L));
    }
    for (int lane = 0; lane < LANES; lane++) {
      blocks.set(lane, mapped.slice(lane * (BLOCK_BYTES + 64) + 64, BLOCK_BYTES));
      longBlocks.set(lane, blocks.get(lane).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer());
      plainBlocks[lane] = longBlocks.get(lane);
    }
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  private static int claim() {
    Thread self = Thread.currentThread();
    for (int lane = 0; lane < LANES; lane++) {
      Thread owner = OWNERS.get(lane);
      if ((owner == null || !owner.isAlive()) && OWNERS.compareAndSet(lane, owner, self)) {
        return lane;
      }
    }
    throw new IllegalStateException("no free lane");
  }

  /** client_java's counter, in heap. */
  @Benchmark
  public void clientJava() {
    peer.inc();
  }

  /** One slot beside the record, shared by all threads: an atomic add. */
  @Benchmark
  public void sharedSlotBesideRecord() {
    LONGS.getAndAdd(mapped, 8, 1L);
  }

  /** A slot for each thread beside the record, 8 bytes apart, lane by thread-local. */
  @Benchmark
  public void ownSlotBesideRecordUnpadded() {
    bump(mapped, LANE.get() * 8);
  }

  /** A slot for each thread beside the record, 256 bytes apart, lane by thread-local. */
  @Benchmark
  public void ownSlotBesideRecordPadded() {
    bump(mapped, LANE.get() * 256);
  }

  /** A block of slots for each thread, lane by thread-local. */
  @Benchmark
  public void ownBlockThreadLocal() {
    bump(blocks.getAcquire(LANE.get()), 8);
  }

  /** A block of slots for each thread, lane by the thread's id, checked against its owner. */
  @Benchmark
  public void ownBlockOwnerTable() {
    Thread self = Thread.currentThread();
    int lane = (int) self.getId() & (LANES - 1);
    if (OWNERS.getPlain(lane) == self) {
      bump(blocks.getAcquire(lane), 8);
    } else {
      claim(lane, self);
    }
  }

  @Benchmark
  public void longBufferAtomicRef() {
    Thread self = Thread.currentThread();
    int lane = (int) self.getId() & (LANES - 1);
    if (OWNERS.getPlain(lane) == self) {
      LongBuffer b = longBlocks.getAcquire(lane);
      b.put(8, b.get(8) + 1);
    } else {
      claim(lane, self);
    }
  }

  @Benchmark
  public void longBufferPlain() {
    Thread self = Thread.currentThread();
    int lane = (int) self.getId() & (LANES - 1);
    if (PLAIN_OWNERS[lane] == self) {
      LongBuffer b = plainBlocks[lane];
      b.put(8, b.get(8) + 1);
    } else {
      PLAIN_OWNERS[lane] = self;
    }
  }

  @Benchmark
  public void longBufferRefs() {
    Thread self = Thread.currentThread();
    int lane = (int) self.getId() & (LANES - 1);
    if (PLAIN_OWNERS[lane] == self) {
      LongBuffer b = (LongBuffer) REFS.getAcquire(plainBlocks, lane);
      b.put(8, b.get(8) + 1);
    } else {
      PLAIN_OWNERS[lane] = self;
    }
  }

  @Benchmark
  public void longBufferOnly() {
    LongBuffer b = plainBlocks[0];
    b.put(8, b.get(8) + 1);
  }

  private static void claim(int lane, Thread self) {
    Thread owner = OWNERS.get(lane);
    if ((owner != null && owner.isAlive()) || !OWNERS.compareAndSet(lane, owner, self)) {
      throw new IllegalStateException("lane taken");
    }
  }

  private static void bump(ByteBuffer buffer, int index) {
    LONGS.setOpaque(buffer, index, (long) LONGS.get(buffer, index) + 1);
  }
}
