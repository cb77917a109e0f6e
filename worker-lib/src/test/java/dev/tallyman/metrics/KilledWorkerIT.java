package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is killed with SIGKILL at a random moment has every acknowledged count on disk. */
@Timeout(180)
class KilledWorkerIT {
  private static final int KILLS = 25;
  private static final int LONGEST_LIFE_MILLIS = 250;

  @TempDir Path directory;

  @Test
  void everyAcknowledgedIncrementIsInTheFileAndAtMostOneMore() throws Exception {
    Random random = new Random(1121);
    long acknowledgedInAll = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged =
          acknowledgedUntilKilled("acknowledge", random.nextInt(LONGEST_LIFE_MILLIS));

      Path file = TallyDirectory.list(directory).files().get(0);
      try (TallyReader reader = TallyReader.open(file)) {
        reader.refresh();
        Map<String, Long> counts = CounterTotals.of(reader);
        assertThat(counts.getOrDefault("acknowledged", 0L))
            .as("kill %d", kill)
            .isBetween(acknowledged, acknowledged + 1);
        assertThat(counts.values().stream().filter(count -> count == 1).count())
            .as("series made on the way")
            .isGreaterThanOrEqualTo(acknowledged / 64);
        assertThat(reader.isWriterAlive()).isFalse();
      }
      Files.delete(file);
      acknowledgedInAll += acknowledged;
    }
    assertThat(acknowledgedInAll).isGreaterThan(KILLS * 100L);
  }

  @Test
  @Tag("slow")
  void everyAcknowledgedObservationIsInTheFileAndAtMostOneMore() throws Exception {
    Random random = new Random(1122);
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged = acknowledgedUntilKilled("observe", random.nextInt(LONGEST_LIFE_MILLIS));

      Path file = TallyDirectory.list(directory).files().get(0);
      try (TallyReader reader = TallyReader.open(file)) {
        reader.refresh();
        assertThat(CounterTotals.of(reader).getOrDefault(CounterTotals.OBSERVED, 0L))
            .as("kill %d", kill)
            .isBetween(acknowledged, acknowledged + 1);
      }
      Files.delete(file);
    }
  }

  /** Starts a worker and kills it some time after its first acknowledgement. */
  private long acknowledgedUntilKilled(String command, int millis)
      throws IOException, InterruptedException {
    Process worker =
        WorkerProcess.builder(directory, List.of())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    worker.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    worker.getOutputStream().flush();
    Thread killer =
        new Thread(
            () -> {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
              // Not the process itself: that would close the pipe with acknowledgements in it.
              boolean unused = worker.toHandle().destroyForcibly();
            });
    long acknowledged = 0;
    byte[] bytes = new byte[1 << 16];
    InputStream in = worker.getInputStream();
    for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
      if (acknowledged == 0) {
        killer.start();
      }
      acknowledged += read;
    }
    worker.waitFor();
    killer.join();
    return acknowledged;
  }
}
