package dev.tallyman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors of Spark by the recipe of {@code docs/agent.md}, one of which is killed. */
@Tag("slow")
@Timeout(300)
class SparkIT {
  private static final int TASKS = 8;
  private static final int DARTS = 5_000;
  private static final double THROWN = (double) TASKS * DARTS;
  private static final String TOTAL = "darts_thrown_total";

  @TempDir Path temporary;

  @Test
  void whatExecutorsHaveCountedStaysWhenTheyAreKilledAndWhenTheyEnd() throws Exception {
    try (TestAggregator aggregator = new TestAggregator(tallies(), temporary.resolve("archive"));
        Spark spark = Spark.submit(home(), configuration(), List.of("" + TASKS, "" + DARTS))) {
      Waiting.until("all darts are on the page", () -> total(spark, aggregator) == THROWN);
      List<ProcessHandle> executors = spark.executors();
      assertThat(executors).hasSize(2);
      assertThat(aggregator.page().value("tallyman_workers")).isEqualTo(2);
      assertThat(aggregator.page().value("process_cpu_seconds_total")).isPositive();

      assertThat(executors.get(0).destroyForcibly()).isTrue();
      executors.get(0).onExit().join();
      Waiting.until(
          "the dead is folded", () -> aggregator.page().value("tallyman_folded_files_total") == 1);
      assertThat(total(spark, aggregator)).isEqualTo(THROWN);

      spark.goOn();
      Jvm.End end = spark.await();
      assertThat(end.exitCode()).as(spark.said()).isZero();
      assertThat(end.output().lines().filter(line -> line.startsWith("pi: 3.1"))).hasSize(2);
      Page page = aggregator.page();
      assertThat(page.value(TOTAL)).isEqualTo(2 * THROWN);
      assertThat(page.value("tallyman_workers")).isZero();
      assertThat(page.value("process_cpu_seconds_total")).isPositive();
    }
  }

  private static double total(Spark spark, TestAggregator aggregator) throws Exception {
    if (!spark.isAlive()) {
      throw new AssertionError("driver has ended: " + spark.said());
    }
    return aggregator.page().value(TOTAL);
  }

  private Path home() throws IOException {
    return Files.createDirectory(temporary.resolve("spark"));
  }

  private Path configuration() throws IOException {
    String recipe =
        Recipe.of("Spark executors", "properties")
            .replace("/opt/tallyman/tallyman-agent.jar", Jvm.AGENT + "=interval=200ms")
            .replace("/var/lib/tallyman/tallies", tallies().toString());
    return Files.writeString(
        temporary.resolve("spark-defaults.conf"),
        recipe
            + """
            spark.ui.enabled false
            spark.executor.memory 512m
            spark.scheduler.minRegisteredResourcesRatio 1
            """);
  }

  private Path tallies() {
    return temporary.resolve("tallies");
  }
}
