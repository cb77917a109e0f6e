package dev.tallyman.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The heap is full in the middle of a fold: it must not be folded from its beginning again. */
@Timeout(120)
class FullHeapIT {
  @TempDir Path directory;
  @TempDir Path archive;

  @Test
  void theProcessEndsAndTheNextOneCountsOnce() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory)) {
      worker.ask("types 4");
    }

    List<String> arguments = List.of(directory.toString(), archive.toString());
    Process halved =
        new ProcessBuilder(Jvm.command(HalfAFold.class, List.of(), arguments))
            .redirectErrorStream(true)
            .start();
    String said = new String(halved.getInputStream().readAllBytes(), UTF_8);
    assertThat(halved.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(halved.exitValue()).as(said).isEqualTo(WholeChange.EXIT);
    assertThat(said).contains("folded by half", "the next start counts it right");

    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      assertThat(new Scraper(aggregator.port()).page())
          .contains("asked_total 4.0", "gauge_sum 4.0", "took_seconds_sum 4.0");
    }
  }
}
