package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.tally.SeriesEntry;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.TallyReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows a newcomer. */
class QuickstartTest {
  @TempDir Path directory;

  @Test
  void whatIsCountedStandsInTheTallyFile() throws Exception {
    MetricRegistry registry = MetricRegistry.inDirectory(directory);
    Counter requests =
        Counter.builder()
            .name("http_requests_total")
            .help("HTTP requests.")
            .labelNames("method", "endpoint", "status")
            .register(registry);
    assertThat(registry.tallyFile()).as("before anything is recorded").isEmpty();

    requests.labelValues("GET", "/", "200").inc();
    requests.labelValues("GET", "/", "200").inc(41);
    Path file = registry.tallyFile().orElseThrow();
    registry.close();

    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      SeriesEntry series = reader.series().get(0);
      assertThat(series.family().family().name()).isEqualTo("http_requests");
      assertThat(series.labelValues()).isEqualTo(List.of("GET", "/", "200"));
      assertThat(reader.count(series, SlotMap.COUNTER_WHOLE)).isEqualTo(42);
      assertThat(reader.isWriterAlive()).isFalse();
    }
  }
}
