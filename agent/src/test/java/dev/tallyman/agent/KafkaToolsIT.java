package dev.tallyman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's broker and its command-line tools by one recipe, side by side with tools without it. */
@Tag("slow")
@Timeout(300)
class KafkaToolsIT {
  private static final double RECORDS = 150;
  private static final String PRODUCE =
      "--num-records " + (int) RECORDS + " --record-size 10 --throughput 100";
  private static final String CONSUME = "--from-beginning --timeout-ms 2000";
  private static final String[] PRODUCER = {"client_id", "perf-producer-client"};
  private static final String[] CONSUMER = {"client_id", "console-consumer"};

  @TempDir Path temporary;

  @Test
  void toolsAreAsTheyWereAndOnThePageWithTheirBeansWhenTheyHaveEnded() throws Exception {
    Path rules =
        Files.writeString(
            temporary.resolve("kafka.yml"), Recipe.of("Kafka's command-line tools", "yaml"));
    String options = "interval=200ms,jmx=" + rules;
    try (Kafka kafka = Kafka.start(temporary, tallies(), options);
        TestAggregator aggregator = new TestAggregator(tallies(), temporary.resolve("archive"))) {
      kafka.awaitReady();
      List<String> create = kafka.topics("--create", "--topic", "greetings");
      assertThat(plain(create).exitCode()).isZero();
      assertThatNothingIsLeftOfAShortTool(kafka);
      for (List<String> tool :
          List.of(
              create,
              kafka.topics("--describe", "--topic", "greetings"),
              kafka.producerPerformance(words("--topic greetings " + PRODUCE)),
              kafka.consoleConsumer(words("--topic greetings " + CONSUME)))) {
        Jvm.End bare = plain(tool);
        try (Jvm jvm = Jvm.start(tallies(), options, tool)) {
          assertThat(withoutFigures(jvm.await())).isEqualTo(withoutFigures(bare));
        }
      }
      kafka.stop();
      Waiting.until(
          "the broker, and the tools that lived for more than a second, are folded",
          () -> aggregator.page().value("tallyman_folded_files_total") >= 3);
      assertThatAllIsOn(aggregator.page());
    }
  }

  private void assertThatNothingIsLeftOfAShortTool(Kafka kafka) throws Exception {
    Path own = temporary.resolve("own");
    List<String> list = kafka.topics("--list");
    try (Jvm jvm = Jvm.start(own, "delay=60s", list)) {
      assertThat(jvm.await()).isEqualTo(plain(list));
    }
    assertThat(own).doesNotExist();
  }

  /** The broker had as many records from the tool without the agent, and those of offsets. */
  private static void assertThatAllIsOn(Page page) {
    assertThat(page.value("kafka_server_messages_in_total")).isBetween(2 * RECORDS, 2.1 * RECORDS);
    assertThat(page.value("kafka_producer_record_send_total", PRODUCER)).isBetween(1.0, RECORDS);
    assertThat(page.value("kafka_consumer_records_consumed_total", CONSUMER))
        .isEqualTo(2 * RECORDS);
    assertThat(page.value("process_cpu_seconds_total")).isPositive();
    assertThat(page.samples().keySet())
        .noneMatch(sample -> sample.name().equals("tallyman_agent_failures_total"));
  }

  private static Jvm.End plain(List<String> tool) throws Exception {
    try (Jvm jvm = Jvm.plain(Map.of(), tool)) {
      return jvm.await();
    }
  }

  /** Times and rates differ from run to run. */
  private static Jvm.End withoutFigures(Jvm.End end) {
    return new Jvm.End(end.exitCode(), withoutFigures(end.output()), withoutFigures(end.errors()));
  }

  private static String withoutFigures(String text) {
    return text.lines().anyMatch(line -> line.contains("records/sec") || line.contains("ERROR"))
        ? text.replaceAll("[0-9]+", "N")
        : text;
  }

  private static String[] words(String text) {
    return text.split(" ", -1);
  }

  private Path tallies() {
    return temporary.resolve("tallies");
  }
}
