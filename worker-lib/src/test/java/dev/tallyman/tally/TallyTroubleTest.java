package dev.tallyman.tally;

import static dev.tallyman.tally.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory that can't be written or goes away, seen from inside; time is the test's. */
@Timeout(60)
class TallyTroubleTest {
  private static final Family LEVEL = Family.gauge("level", GaugeMode.LIVESUM, "Level.", List.of());

  @TempDir Path temporary;

  private final AtomicLong nanos = new AtomicLong();
  private final ConcurrentLinkedQueue<String> warnings = new ConcurrentLinkedQueue<>();
  private final Logger logger = Logger.getLogger(Tally.class.getPackageName());
  private Path directory;
  private Tally tally;
  private Handler handler = new Recording(() -> {});

  private final class Recording extends Handler {
    private final Runnable whenCalled;

    Recording(Runnable whenCalled) {
      this.whenCalled = whenCalled;
    }

    @Override
    public void publish(LogRecord record) {
      whenCalled.run();
      warnings.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void begin() {
    directory = temporary.resolve("tallies");
    tally = new Tally(directory, "", Clock.systemUTC(), nanos::get);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void end() {
    tally.close();
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsSaidOnceAndTheWorkerCountsOn() throws Exception {
    Files.createFile(directory);
    SummedSlots slots = counter("a");
    for (int i = 0; i < 10_000; i++) {
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(10));
      slots.add(SlotMap.COUNTER_WHOLE, 1L);
    }

    assertThat(slots.total(SlotMap.COUNTER_WHOLE)).isEqualTo(10_000);
    assertThat(tally.path()).isEmpty();
    eventually("a warning", () -> !warnings.isEmpty());
    assertThat(warnings).hasSize(1).first().asString().contains("directory=" + directory);
  }

  @Test
  void countsMoveToDiskWithTheNextRecordingOnceTheDirectoryCanBeWritten() throws Exception {
    Files.createFile(directory);
    SummedSlots slots = counter("a");
    slots.add(SlotMap.COUNTER_WHOLE, 1L);
    slots.add(SlotMap.COUNTER_WHOLE, 1L);
    slots.add(SlotMap.COUNTER_FRACTION, 0.5);
    Files.delete(directory);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(3));

    slots.add(SlotMap.COUNTER_WHOLE, 1L);

    assertThat(onDisk(0)).isEqualTo(3);
  }

  @Test
  void aSymbolicLinkIsNoDirectory() throws Exception {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(directory, elsewhere);

    counter("a").add(SlotMap.COUNTER_WHOLE, 1L);

    eventually("a warning", () -> !warnings.isEmpty());
    assertThat(warnings.peek()).contains("symbolic link");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void whoOnlyAddsFractionsNoticesThatTheFileIsGone() throws Exception {
    SummedSlots slots = counter("a");

    assertNoticed(() -> slots.add(SlotMap.COUNTER_FRACTION, 0.5));
  }

  @Test
  void whoOnlyIncrementsGaugesNoticesThatTheFileIsGone() throws Exception {
    SharedSlots slots = tally.shared(tally.family(LEVEL), List.of());

    assertNoticed(() -> slots.add(SlotMap.GAUGE_VALUE, 1));
  }

  @Test
  void whoAlwaysSetsTheSameNoticesThatTheFileIsGone() throws Exception {
    SharedSlots slots = tally.shared(tally.family(LEVEL), List.of());

    assertNoticed(() -> slots.set(SlotMap.GAUGE_VALUE, 5.0));
  }

  @Test
  void whoOnlyObservesNoticesThatTheFileIsGone() throws Exception {
    SummedSlots slots = counter("a");

    assertNoticed(() -> slots.observe(SlotMap.COUNTER_WHOLE, SlotMap.COUNTER_FRACTION, 0.1));
  }

  @Test
  void aLogHandlerThatRecordsMetricsUnderALockOfItsOwnStopsNobody() throws Exception {
    Files.createFile(directory);
    Semaphore handlersLock = new Semaphore(0);
    CountDownLatch warned = new CountDownLatch(1);
    logger.removeHandler(handler);
    handler =
        new Recording(
            () -> {
              warned.countDown();
              handlersLock.acquireUninterruptibly();
            });
    logger.addHandler(handler);
    FamilyEntry family = tally.family(TallyFileTest.COUNTER);
    Thread worker =
        new Thread(() -> tally.summed(family, List.of("a")).add(SlotMap.COUNTER_WHOLE, 1L));
    worker.start();
    assertThat(warned.await(10, TimeUnit.SECONDS)).isTrue();

    Thread inHandler =
        new Thread(() -> tally.summed(family, List.of("b")).add(SlotMap.COUNTER_WHOLE, 1L));
    inHandler.start();
    inHandler.join(TimeUnit.SECONDS.toMillis(10));
    boolean stuck = inHandler.isAlive();
    handlersLock.release(1000);
    inHandler.join();
    worker.join();

    assertThat(stuck).as("waits for whoever waits for it").isFalse();
  }

  @Test
  void aLogHandlerThatThrowsDoesNotReachTheApplication() throws Exception {
    Files.createFile(directory);
    logger.removeHandler(handler);
    handler =
        new Recording(
            () -> {
              throw new IllegalStateException("this handler throws, as the test wants");
            });
    logger.addHandler(handler);
    SummedSlots slots = counter("a");

    slots.add(SlotMap.COUNTER_WHOLE, 1L);

    assertThat(slots.total(SlotMap.COUNTER_WHOLE)).isEqualTo(1);
  }

  private SummedSlots counter(String kind) {
    return tally.summed(tally.family(TallyFileTest.COUNTER), List.of(kind));
  }

  @Test
  void aWorkerThatRecordsNoMoreNoticesThatTheFileIsGone() throws Exception {
    Tally quiet = Tally.inDirectory(directory, "");
    SummedSlots slots = quiet.summed(quiet.family(TallyFileTest.COUNTER), List.of("a"));
    slots.add(SlotMap.COUNTER_WHOLE, 1L);
    Path first = quiet.path().orElseThrow();
    Files.delete(first);

    eventually("a new file", () -> Files.exists(quiet.path().orElseThrow()));
    quiet.close();

    assertThat(quiet.path()).isEmpty();
    assertThat(first).doesNotExist();
    try (TallyReader reader = TallyReader.open(TallyDirectory.list(directory).files().get(0))) {
      reader.refresh();
      assertThat(reader.readings().get(0).wholeCount()).isEqualTo(1);
    }
  }

  @Test
  void theThreadThatLooksEndsWithItsTally() throws Exception {
    long before = lookouts();
    Tally brief = Tally.inDirectory(directory, "");
    brief.summed(brief.family(TallyFileTest.COUNTER), List.of("a")).add(SlotMap.COUNTER_WHOLE, 1L);
    assertThat(lookouts()).isEqualTo(before + 1);

    brief.close();

    eventually("no thread", () -> lookouts() <= before);
  }

  private static long lookouts() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("tallyman-look"))
        .count();
  }

  private void assertNoticed(Runnable recording) throws Exception {
    recording.run();
    Path first = tally.path().orElseThrow();
    Files.delete(first);
    for (int i = 0; i < 10_000 && tally.path().orElseThrow().equals(first); i++) {
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(10));
      recording.run();
    }
    assertThat(tally.path()).get().isNotEqualTo(first);
    assertThat(tally.path().orElseThrow()).exists();
  }

  private long onDisk(int series) throws Exception {
    Path file = tally.path().orElseThrow();
    tally.close();
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      assertThat(TallyFileTest.fraction(reader, reader.series().get(series))).isEqualTo(0.5);
      return reader.count(reader.series().get(series), SlotMap.COUNTER_WHOLE);
    }
  }
}
