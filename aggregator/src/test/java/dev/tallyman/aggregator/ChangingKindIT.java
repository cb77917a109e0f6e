package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release in which a histogram becomes native and a summary gets quantiles, rolled out and back:
 * both releases live, the old ones die and are folded, the aggregator is restarted, all die.
 */
@Timeout(120)
class ChangingKindIT {
  private static final String CONFLICT = "tallyman_conflicts{metric=\"%s\",kind=\"buckets\"}";

  @TempDir Path directory;
  @TempDir Path archive;

  private Aggregator aggregator;
  private Scraper scraper;

  @BeforeEach
  void start() throws Exception {
    aggregator = Aggregators.start(directory, archive);
    scraper = new Scraper(aggregator.port());
  }

  @AfterEach
  void stop() throws Exception {
    aggregator.close();
  }

  @Test
  void nothingIsLostOnTheWayToAnotherKindAndBack() throws Exception {
    try (AskedWorker old = AskedWorker.start(directory);
        AskedWorker young = AskedWorker.start(directory)) {
      assertThat(old.ask("classic 0.5") + old.ask("plain 3")).isEqualTo("donedone");
      assertShown("1.0 1, 10.0 1, +Inf 1", 1, 0.5, 1, 3);

      assertThat(young.ask("native 5") + young.ask("quantiles 4")).isEqualTo("donedone");
      assertShown("1.0 1, 10.0 1, +Inf 2", 2, 5.5, 2, 7);
      assertNative("amount[] count 2 sum 5.5 {1.0=1, 10.0=1, Infinity=2} schema", 2);
      assertThat(scraper.value("size{quantile=\"0.5\"}")).isBetween(3.9, 4.1);
      assertThat(scraper.value(CONFLICT.formatted("amount"))).isEqualTo(1);
      assertThat(scraper.value(CONFLICT.formatted("size"))).isEqualTo(1);

      old.kill();
      assertFolded(1);
      assertShown("+Inf 2", 2, 5.5, 2, 7);
      assertNative("amount[] count 2 sum 5.5 {} schema", 2);
      assertThat(scraper.value(CONFLICT.formatted("amount"))).isZero();
      assertThat(scraper.value(CONFLICT.formatted("size"))).isZero();

      stop();
      start();
      assertShown("+Inf 2", 2, 5.5, 2, 7);
    }
    assertFolded(0);
    assertShown("1.0 1, 10.0 1, +Inf 2", 2, 5.5, 2, 7);

    try (AskedWorker back = AskedWorker.start(directory)) {
      assertThat(back.ask("classic 20") + back.ask("plain 1")).isEqualTo("donedone");
      assertShown("1.0 1, 10.0 1, +Inf 3", 3, 25.5, 3, 8);
      assertThat(scraper.page()).doesNotContain("quantile=\"0.5\"");
    }
  }

  private void assertFolded(int filesLeft) throws Exception {
    eventually("files of the dead are gone", () -> Tallies.in(directory).size() == filesLeft);
  }

  private void assertNative(String expected, long count) throws Exception {
    ProtobufPage page = new ProtobufPage().add(scraper.protobuf());
    assertThat(page.toString()).contains(expected);
    assertThat(page.inNativeBuckets("amount[]")).isEqualTo(count);
  }

  private void assertShown(String buckets, long count, double sum, long sizes, double total)
      throws Exception {
    StringBuilder expected = new StringBuilder();
    for (String bucket : buckets.split(", ", -1)) {
      String[] words = bucket.split(" ", -1);
      expected.append("amount_bucket{le=\"" + words[0] + "\"} " + words[1] + "\n");
    }
    expected.append("amount_count " + count + "\namount_sum " + sum + "\n");
    expected.append("size_count " + sizes + "\nsize_sum " + total);
    assertThat(scraper.page().lines())
        .filteredOn(line -> line.startsWith("amount") || line.startsWith("size_"))
        .containsExactly(expected.toString().split("\n", -1));
  }
}
