package dev.tallyman.tally;

import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SketchRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes the golden files. It needs a JVM of its own, since which lanes are free depends on all
 * threads that have recorded anything before.
 *
 * <p>The files in {@code src/test/resources/golden} were written by it once and stay: they are what
 * a file of version 1.0 or 1.1 is. A change that makes today's writer differ from them is a change
 * of format.
 */
final class GoldenWriter {
  /** Those that a version 1.0 writer wrote. */
  static final List<String> OLD_NAMES = List.of("all-types.tally", "carried-on.tally");

  /** As the last of these: version 1.1 says in it what the file before had. */
  static final String GONE_OVER = "gone-over.tally";

  /** What version 1.1 has brought. */
  static final String SKETCHES = "sketches.tally";

  /** What a writer of today writes as it always did. */
  static final List<String> NAMES = List.of("all-types.tally", GONE_OVER, SKETCHES);

  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.006Z");
  private static final Clock CLOCK = Clock.fixed(CREATED, ZoneOffset.UTC);

  private GoldenWriter() {}

  /** Writes the golden files into a directory. */
  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[0]);
    Path work = Files.createTempDirectory("golden");
    try {
      Files.write(target.resolve(NAMES.get(0)), normalized(allTypes(work.resolve("all-types"))));
      Files.write(target.resolve(GONE_OVER), normalized(carriedOn(work.resolve("carried-on"))));
      Files.write(target.resolve(SKETCHES), normalized(sketches(work.resolve("sketches"))));
    } finally {
      Files.delete(work);
    }
  }

  /** One family of every type and gauge mode, recorded by three threads one after another. */
  private static byte[] allTypes(Path directory) throws Exception {
    Tally tally = new Tally(directory, "worker-ü", CLOCK, System::nanoTime);
    List<Runnable> recordings = new ArrayList<>();
    FamilyEntry requests =
        tally.family(
            Family.of(
                "http_requests",
                MetricType.COUNTER,
                "Requests, \"all\" of them.",
                List.of("method", "path")));
    SummedSlots get = tally.summed(requests, List.of("GET", "/größe/\uD83D\uDC0B\n"));
    SummedSlots post = tally.summed(requests, List.of("POST", ""));
    recordings.add(
        () -> {
          get.add(SlotMap.COUNTER_WHOLE, 1L);
          get.add(SlotMap.COUNTER_WHOLE, 41L);
          post.add(SlotMap.COUNTER_FRACTION, 0.1);
          post.add(SlotMap.COUNTER_WHOLE, 1L << 60);
        });
    for (GaugeMode mode : GaugeMode.values()) {
      recordings.add(gauge(tally, mode));
    }
    recordings.add(histogramAndSummary(tally));
    recordings.add(infoAndStates(tally));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(new Thread(() -> recordings.forEach(Runnable::run)));
    }
    for (Thread thread : threads) {
      thread.start();
      thread.join();
    }
    return closed(tally, directory);
  }

  private static Runnable gauge(Tally tally, GaugeMode mode) {
    Family family = Family.gauge("gauge_" + mode.label(), mode, "Mode " + mode.label(), List.of());
    SharedSlots slots = tally.shared(tally.family(family), List.of());
    return () -> {
      slots.set(SlotMap.GAUGE_VALUE, mode.code() + 0.5);
      if (SlotMap.hasSetAt(family)) {
        slots.set(SlotMap.GAUGE_SET_AT, CREATED.toEpochMilli() + mode.code());
      }
    };
  }

  private static Runnable histogramAndSummary(Tally tally) {
    Family seconds =
        new Family(
            "wait_seconds",
            MetricType.HISTOGRAM,
            "",
            "seconds",
            null,
            List.of("queue"),
            List.of(-1.0, 0.1, 2.5),
            List.of());
    SummedSlots histogram = tally.summed(tally.family(seconds), List.of("a"));
    SummedSlots summary =
        tally.summed(
            tally.family(Family.of("sizes", MetricType.SUMMARY, "Sizes.", List.of())), List.of());
    return () -> {
      histogram.observe(SlotMap.FIRST_BUCKET + 1, SlotMap.SUM, 0.05);
      histogram.observe(SlotMap.FIRST_BUCKET + 3, SlotMap.SUM, 1e300);
      histogram.observe(SlotMap.FIRST_BUCKET, SlotMap.SUM, -7);
      summary.observe(SlotMap.SUMMARY_COUNT, SlotMap.SUM, 0.3);
      summary.observe(SlotMap.SUMMARY_COUNT, SlotMap.SUM, 1e-5);
    };
  }

  private static Runnable infoAndStates(Tally tally) {
    Family build = Family.of("build", MetricType.INFO, "The build.", List.of("version"));
    SharedSlots info = tally.shared(tally.family(build), List.of("1.2.3"));
    Family phase =
        new Family(
            "phase",
            MetricType.STATE_SET,
            "",
            "",
            null,
            List.of(),
            List.of(),
            List.of("starting", "running", "draining"));
    SharedSlots states = tally.shared(tally.family(phase), List.of());
    return () -> {
      info.set(SlotMap.FIRST_FLAG, 1L);
      states.set(SlotMap.FIRST_FLAG + 1, 1L);
    };
  }

  /** A file that carries on another one, which was removed under its worker. */
  private static byte[] carriedOn(Path directory) throws Exception {
    AtomicLong nanos = new AtomicLong();
    Tally tally = new Tally(directory, "", CLOCK, nanos::get);
    FamilyEntry family =
        tally.family(Family.of("jobs", MetricType.COUNTER, "Jobs.", List.of("kind")));
    FamilyEntry level = tally.family(Family.gauge("level", GaugeMode.LIVESUM, "Level.", List.of()));
    SharedSlots gauge = tally.shared(level, List.of());
    SummedSlots mail = tally.summed(family, List.of("mail"));
    Thread recorder =
        new Thread(
            () -> {
              mail.add(SlotMap.COUNTER_WHOLE, 100L);
              gauge.set(SlotMap.GAUGE_VALUE, -2.5);
              mail.add(SlotMap.COUNTER_FRACTION, 0.25);
              delete(tally.path().orElseThrow());
              nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
              tally.lookAround();
              mail.add(SlotMap.COUNTER_WHOLE, 11L);
              tally.summed(family, List.of("print")).add(SlotMap.COUNTER_WHOLE, 7L);
              tally.countDropped();
            });
    recorder.start();
    recorder.join();
    return closed(tally, directory);
  }

  /** Exponential buckets of both kinds, one of them with too many buckets for its first schema. */
  private static byte[] sketches(Path directory) throws Exception {
    Tally tally = new Tally(directory, "", CLOCK, System::nanoTime);
    SketchRules rules = new SketchRules(3, 0x1p-10, 8, null);
    SketchSlots both =
        tally.sketch(
            tally.family(Family.nativeHistogram("both", rules, List.of(0.5, 2.0), List.of("a"))),
            List.of("b"),
            tally.nowMillis());
    SketchRules unlimited = new SketchRules(8, 0, Integer.MAX_VALUE, null);
    SketchSlots alone =
        tally.sketch(
            tally.family(Family.nativeHistogram("alone", unlimited, List.of(), List.of())),
            List.of(),
            tally.nowMillis());
    QuantileRules quantiles = new QuantileRules(List.of(0.5, 0.99), 0.01, 60_000);
    SketchSlots summary =
        tally.sketch(
            tally.family(Family.quantiles("summary", quantiles, List.of("x"))),
            List.of("y"),
            tally.nowMillis());
    Runnable recording =
        () -> {
          for (double value = -3; value <= 5; value += 0.25) {
            both.observe(value);
            if (value <= 2) {
              both.addToClassic(value <= 0.5 ? 0 : 1);
            }
            summary.observe(value * value);
          }
          alone.observe(Double.MIN_VALUE);
          alone.observe(Double.NEGATIVE_INFINITY);
          alone.observe(-0.0);
          alone.observe(Double.MAX_VALUE);
        };
    for (int i = 0; i < 2; i++) {
      Thread thread = new Thread(recording);
      thread.start();
      thread.join();
    }
    return closed(tally, directory);
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] closed(Tally tally, Path directory) throws IOException {
    Path path = tally.path().orElseThrow();
    tally.close();
    byte[] bytes = Files.readAllBytes(path);
    Files.delete(path);
    Files.delete(directory);
    return bytes;
  }

  /** The committed part of a file, with what differs from one process to the next made the same. */
  static byte[] normalized(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(TallyLayout.ORDER);
    putId(bytes, TallyLayout.WORKER_ID_AT, "00010203-0405-4607-8809-0a0b0c0d0e0f");
    putId(bytes, TallyLayout.BOOT_ID_AT, "10111213-1415-4617-9819-1a1b1c1d1e1f");
    bytes.putLong(TallyLayout.PID_AT, 4711);
    bytes.putLong(TallyLayout.PROCESS_START_AT, CREATED.toEpochMilli() - 1000);
    putId(bytes, TallyLayout.ORIGIN_AT, "20212223-2425-4627-a829-2a2b2c2d2e2f");
    bytes.putInt(TallyLayout.HEADER_CHECKSUM_AT, TallyLayout.headerChecksum(bytes));
    return Arrays.copyOf(file, (int) bytes.getLong(TallyLayout.COMMITTED_AT));
  }

  private static void putId(ByteBuffer to, int at, String id) {
    UUID uuid = UUID.fromString(id);
    to.putLong(at, uuid.getMostSignificantBits());
    to.putLong(at + Long.BYTES, uuid.getLeastSignificantBits());
  }
}
