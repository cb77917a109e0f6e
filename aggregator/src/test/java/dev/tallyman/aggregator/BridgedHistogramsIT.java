package dev.tallyman.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes whose histograms are client_java's: the merged page is the sum of their own.
 */
@Timeout(120)
class BridgedHistogramsIT {
  private static final List<String> LIMITS = List.of("8", "25", "160");

  @TempDir Path directory;
  @TempDir Path archive;

  private final List<Worker> workers = new ArrayList<>();

  private record Worker(Process process, Writer orders, BufferedReader answers) {
    /** Lets it observe, and gives its own page afterwards. */
    byte[] observe(int count) throws IOException {
      orders.write(count + "\n");
      orders.flush();
      return Base64.getDecoder().decode(answers.readLine());
    }
  }

  @AfterEach
  void kill() {
    workers.forEach(worker -> worker.process.destroyForcibly().onExit().join());
  }

  @Test
  void theMergedPageIsTheSumOfTheProcessesOwnPages() throws Exception {
    for (String limit : LIMITS) {
      workers.add(start(workers.size(), limit));
    }
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      Scraper scraper = new Scraper(aggregator.port());
      ProtobufPage own = new ProtobufPage();
      for (Worker worker : workers) {
        own.add(worker.observe(1_000));
      }
      ProtobufPage merged = new ProtobufPage().add(scraper.protobuf());
      assertThat(merged).hasToString(own.toString());
      assertThat(merged.schema("sizes[]")).isLessThan(2);
      assertNewestExemplars(merged, own);
      assertCreatedWhenTheSourcesWere(own, merged, scraper.openMetrics());

      byte[] last = workers.get(0).observe(500);
      workers.get(0).process.destroyForcibly().onExit().join();
      own = new ProtobufPage().add(last);
      for (Worker worker : workers.subList(1, workers.size())) {
        own.add(worker.observe(700));
      }
      merged = new ProtobufPage().add(scraper.protobuf());
      assertThat(merged).hasToString(own.toString());
      assertCreatedWhenTheSourcesWere(own, merged, scraper.openMetrics());
    }
  }

  /** Not when they were first copied, which was later; and the dead one's are among them. */
  private static void assertCreatedWhenTheSourcesWere(
      ProtobufPage own, ProtobufPage merged, String text) {
    assertThat(merged.created()).isEqualTo(own.created()).hasSize(4);
    long millis = Objects.requireNonNull(own.created().get("calls_total[]")).toEpochMilli();
    assertThat(text.lines())
        .contains("calls_created " + BigDecimal.valueOf(millis, 3).toPlainString());
  }

  /** In the order of the workers, which is that of time. */
  private static void assertNewestExemplars(ProtobufPage merged, ProtobufPage own) {
    assertThat(merged.traces().keySet())
        .isEqualTo(own.traces().keySet())
        .containsExactly("calls_total[]", "sizes[]Infinity", "waits[l=a]50.0");
    merged
        .traces()
        .forEach(
            (key, traces) -> {
              List<String> all = own.traces().getOrDefault(key, List.of());
              assertThat(traces).containsExactly(all.get(all.size() - 1));
            });
  }

  private Worker start(int seed, String limit) throws IOException {
    List<String> arguments = List.of(directory.toString(), Integer.toString(seed), limit);
    Process process =
        new ProcessBuilder(Jvm.command(BridgedWorker.class, List.of(), arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Worker(process, process.outputWriter(UTF_8), process.inputReader(UTF_8));
  }
}
