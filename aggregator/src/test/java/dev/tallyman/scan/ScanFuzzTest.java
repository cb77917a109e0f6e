package dev.tallyman.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.merge.Merger;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Twelve thousand spoilt files beside a sound one. */
@Tag("slow")
class ScanFuzzTest {
  private static final List<Mutation> MUTATIONS = List.of(Mutation.values());
  private static final int BATCHES = 12;
  private static final int FILES = 1_000;
  private static final long COUNTED = 12_345;

  private final ConcurrentLinkedQueue<String> warnings = new ConcurrentLinkedQueue<>();
  private final Handler recorder = new Recorder();
  private final Logger logger = Logger.getLogger("dev.tallyman.scan");
  @TempDir Path directory;

  @BeforeEach
  void listen() {
    logger.addHandler(recorder);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(recorder);
    logger.setUseParentHandlers(true);
  }

  @Test
  @Timeout(240)
  void noSpoiltFileLeavesTheScanOrTouchesAnotherWorker() throws Exception {
    byte[] victim = victim();
    soundWorker();
    Random random = new Random(1);
    for (int batch = 0; batch < BATCHES; batch++) {
      List<Path> spoilt = new ArrayList<>();
      for (int i = 0; i < FILES; i++) {
        Mutation mutation = MUTATIONS.get(random.nextInt(MUTATIONS.size()));
        Path file = directory.resolve(mutation + "-" + batch + "-" + i + ".tally");
        spoilt.add(Files.write(file, mutation.apply(victim, random)));
      }
      warnings.clear();
      KeptDead dead = new KeptDead();
      try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
        ScanResult first = check(scanner, dead);
        assertThat(warnings).hasSameSizeAs(first.skipped());
        ScanResult second = check(scanner, dead);
        assertThat(second.skipped())
            .as("a duplicate is known for one, once the counts of the other are held")
            .hasSameSizeAs(
                first.skipped().stream()
                    .filter(file -> !file.reason().equals(SkippedFile.DUPLICATE))
                    .toList());
        assertThat(warnings).as("said once").hasSameSizeAs(first.skipped());
      }
      for (Path file : spoilt) {
        Files.delete(file);
      }
    }
  }

  private ScanResult check(DirectoryScanner scanner, KeptDead dead) throws Exception {
    ScanResult result = scanner.scan();
    assertThat(result.workers()).isEmpty();
    assertThat(scanner.held().size() + result.skipped().size()).isEqualTo(FILES + 1);
    assertThat(result.skipped()).extracting(SkippedFile::reason).isSubsetOf(SkippedFile.REASONS);
    FamilyView sound =
        new Merger()
            .merge(dead.readings()).stream()
                .filter(view -> view.family().name().equals("sound"))
                .findAny()
                .orElseThrow();
    assertThat(sound.series().get(0).value()).isEqualTo(COUNTED);
    return result;
  }

  private void soundWorker() {
    try (MetricRegistry registry = MetricRegistry.inDirectory(directory)) {
      Counter.builder().name("sound").register(registry).inc(COUNTED);
    }
  }

  /** The bytes in use of a small file with several types in it. */
  private byte[] victim() throws Exception {
    MetricRegistry registry = MetricRegistry.inDirectory(directory);
    Counter counter =
        Counter.builder().name("spoilt").help("Help.").labelNames("a", "b").register(registry);
    for (int i = 0; i < 20; i++) {
      counter.labelValues("x" + i, "y").inc(i);
    }
    Gauge.builder().name("spoilt_gauge").register(registry).set(3);
    Histogram.builder().name("spoilt_histogram").register(registry).observe(.3);
    Path file = registry.tallyFile().orElseThrow();
    registry.close();
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    int used = bytes.length;
    while (bytes[used - 1] == 0) {
      used--;
    }
    // To the end of the slots that follow the last byte that is not zero.
    return Arrays.copyOf(bytes, Math.min(bytes.length, used + 4096));
  }

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        warnings.add(record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
