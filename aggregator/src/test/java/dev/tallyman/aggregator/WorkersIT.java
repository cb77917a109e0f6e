package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the aggregator tells of workers, with real ones. */
@Tag("slow")
@Timeout(120)
class WorkersIT {
  private static final String PATH = "/api/v1/workers";
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
  private static final List<String> OTHER_NAMESPACE =
      List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

  @TempDir Path directory;
  @TempDir Path root;

  private AggregatorProcess start() throws Exception {
    return AggregatorProcess.start(directory, root.resolve("archive"));
  }

  @Test
  void aWorkerLivesThenIsFolded() throws Exception {
    try (AggregatorProcess aggregator = start()) {
      Scraper scraper = aggregator.scraper();
      try (AskedWorker worker = AskedWorker.start(directory)) {
        worker.ask("series 20");
        String alive = scraper.get(PATH);

        assertThat(alive)
            .contains("\"pid\":" + worker.pid() + ",", "\"state\":\"live\"", "\"ended\":null")
            .containsPattern("\"series\":21,\"bytes\":[1-9]")
            .containsPattern("\"cpu_seconds\":[0-9.]+,\"cpu_ratio\":null,\"memory_bytes\":[1-9]");
        eventually(
            "the CPU's share is known after another look",
            () -> scraper.get(PATH).matches(".*\"cpu_ratio\":[0-9].*"));
      }
      eventually(
          "it was folded",
          () -> scraper.get(PATH).matches(".*\"state\":\"folded\".*\"ended\":[0-9].*"));
      assertThat(scraper.get(PATH)).contains("\"cpu_seconds\":null");
    }
  }

  @Test
  void aWorkersOwnValuesAreTold() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory);
        AskedWorker other = AskedWorker.start(directory);
        AggregatorProcess aggregator = start()) {
      worker.ask("types 2");
      other.ask("count 5");
      Scraper scraper = aggregator.scraper();
      String own = scraper.get(PATH + "/" + idOf(scraper, worker));

      assertThat(own)
          .contains("\"name\":\"asked\",\"type\":\"counter\",\"help\":\"Asked for.\"")
          .contains("{\"labels\":{},\"value\":2}")
          .contains("{\"labels\":{\"size\":\"small\"},\"value\":0.2}")
          .contains("\"count\":2,\"sum\":2.2,\"buckets\":[{\"le\":\"0.5\",\"count\":1},")
          .contains("{\"le\":\"+Inf\",\"count\":2}]")
          .contains("\"states\":{\"s1\":false,\"s2\":true,\"s4\":false}")
          .endsWith("\"truncated\":false}");
      assertThat(scraper.get(PATH + "/" + idOf(scraper, worker) + "?metric=asked"))
          .contains("\"name\":\"asked\"")
          .doesNotContain("phase");
      assertThat(scraper.get(PATH + "/nobody"))
          .isEqualTo("{\"error\":\"there is no such worker: id=nobody\"}");
    }
  }

  @Test
  void anAnswerAboutAWorkerWithManySeriesIsCut() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory);
        AggregatorProcess aggregator = start()) {
      worker.ask("series 1500");
      Scraper scraper = aggregator.scraper();
      String own = scraper.get(PATH + "/" + idOf(scraper, worker));

      assertThat(own.split("\"labels\":", -1)).hasSize(1_001);
      assertThat(own).endsWith("\"truncated\":true}");
    }
  }

  @Test
  void aProcessOfAnotherNamespaceIsNotTakenForAnother() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory, OTHER_NAMESPACE);
        AggregatorProcess aggregator = start()) {
      long pidThere = Long.parseLong(worker.ask("pid"));
      worker.ask("count 1");

      assertThat(pidThere).isLessThan(10);
      assertThat(aggregator.scraper().get(PATH))
          .contains("\"pid\":" + pidThere + ",", "\"state\":\"live\"", "\"memory_bytes\":null");
    }
  }

  @Test
  void aWriteIsSeenThoughTheFilesTimeDoesNotTell() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory);
        AggregatorProcess aggregator = start()) {
      worker.ask("count 1");
      Scraper scraper = aggregator.scraper();
      double before = lastWrite(scraper);
      eventually(
          "the time of the last write moves on with the counts",
          () -> {
            worker.ask("count 1");
            return lastWrite(scraper) > before + 1;
          });
    }
  }

  private static double lastWrite(Scraper scraper) throws Exception {
    Matcher time = Pattern.compile("\"last_write\":([0-9.]+)").matcher(scraper.get(PATH));
    assertThat(time.find()).isTrue();
    return Double.parseDouble(time.group(1));
  }

  private static String idOf(Scraper scraper, AskedWorker worker) throws Exception {
    for (String one : scraper.get(PATH).split("},", -1)) {
      Matcher id = ID.matcher(one);
      if (one.contains("\"pid\":" + worker.pid() + ",") && id.find()) {
        return id.group(1);
      }
    }
    throw new AssertionError("not listed: pid=" + worker.pid());
  }
}
