package dev.tallyman.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a dead worker leaves besides its counts: its exemplars, and when its series began. */
class ExemplarsAndCreatedIT {
  @TempDir Path directory;
  @TempDir Path archive;

  @Test
  @Timeout(120)
  void bothOutliveTheWorkerAndTheAggregator() throws Exception {
    String created;
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      Scraper scraper = new Scraper(aggregator.port());
      Process first = start("first");
      created = line(scraper.openMetrics(), "uploads_bytes_created ");
      assertThat(created).matches("uploads_bytes_created [0-9]+\\.[0-9]{3}");
      kill(first);
      assertThat(scraper.openMetrics()).contains(created + "\n");

      Process second = start("second");
      kill(second);
      String page = scraper.openMetrics();
      assertThat(line(page, "uploads_bytes_total"))
          .startsWith("uploads_bytes_total 2000.0 # {n=\"999\",trace_id=\"second\"} 1.0 ");
      assertThat(page).contains(created + "\n").contains("# UNIT uploads_bytes bytes\n");
    }
    try (Aggregator again = Aggregators.start(directory, archive)) {
      String page = new Scraper(again.port()).openMetrics();
      assertThat(line(page, "uploads_bytes_total"))
          .startsWith("uploads_bytes_total 2000.0 # {n=\"999\",trace_id=\"second\"} 1.0 ");
      assertThat(page).contains(created + "\n");
    }
  }

  @Test
  @Timeout(120)
  void whatCallbacksSayIsReadOnceMoreWhenTheJvmEnds() throws Exception {
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      Process worker = start("any");
      worker.getOutputStream().close();
      assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(new Scraper(aggregator.port()).value("read_from_elsewhere_total")).isEqualTo(7);
    }
  }

  private Process start(String trace) throws IOException {
    Process process =
        new ProcessBuilder(
                Jvm.command(ExemplaryWorker.class, List.of(), List.of(directory.toString(), trace)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.getInputStream().read()).isEqualTo('.');
    return process;
  }

  private static void kill(Process process) throws InterruptedException {
    assertThat(process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private static String line(String page, String beginning) {
    return page.lines().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }
}
