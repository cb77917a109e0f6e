package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The history after the aggregator was killed, or the history was damaged. */
@Tag("slow")
@Timeout(120)
class KilledHistoryIT {
  private static final Pattern POINT = Pattern.compile("\\[([0-9.]+),\"([0-9]+)\"]");

  @TempDir Path directory;
  @TempDir Path root;
  private Path archive;

  @BeforeEach
  void placeTheArchive() {
    archive = root.resolve("archive");
  }

  private AggregatorProcess start() throws Exception {
    return new AggregatorProcess.Plan(
            directory, archive, Duration.ZERO, List.of("-D" + AggregatorMain.HISTORY + "=true"))
        .start();
  }

  @Test
  void whatWasSampledBeforeAKillIsToldAfterIt() throws Exception {
    long start = now();
    List<String> told = List.of();
    try (AskedWorker worker = AskedWorker.start(directory)) {
      worker.ask("series 2000");
      for (int kill = 1; kill <= 3; kill++) {
        worker.ask("count " + kill);
        try (AggregatorProcess aggregator = start()) {
          Scraper scraper = aggregator.scraper();
          int known = told.size();
          String last = ",\"%d\"]".formatted(kill * (kill + 1) / 2);
          eventually(
              "it samples",
              () ->
                  points(scraper, start).stream()
                          .skip(known)
                          .filter(point -> point.endsWith(last))
                          .count()
                      >= 3);
          List<String> before = points(scraper, start);
          aggregator.kill();
          // Of the time between kill and start there is no other sample: what was told stays so.
          assertThat(before.subList(0, known)).isEqualTo(told);
          told = before;
        }
      }
    }

    assertThat(told.get(0)).endsWith(",\"1\"]");
    assertThat(told.get(told.size() - 1)).endsWith(",\"6\"]");
  }

  @Test
  void aDamagedHistoryIsSetAsideAndEverythingElseGoesOn() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory)) {
      worker.ask("count 3");
      try (AggregatorProcess aggregator = start()) {
        eventually("it has sampled", () -> !points(aggregator.scraper(), now() - 100).isEmpty());
      }
      Path data = root.resolve("archive_history/data.mdb");
      Files.write(data, Tallies.garbage((int) Files.size(data)));

      long start = now();
      try (AggregatorProcess aggregator = start()) {
        Scraper scraper = aggregator.scraper();
        assertThat(scraper.value("asked_total")).isEqualTo(3);
        eventually("it samples again", () -> !points(scraper, start).isEmpty());
        eventually("it says so", () -> scraper.value("tallyman_history_set_aside") == 1);
        assertThat(aggregator.errors()).contains("history: is damaged, set aside");
      }
      assertThat(data.resolveSibling("damaged-data.mdb")).exists();
    }
  }

  /** The values of a counter, second by second. */
  private static List<String> points(Scraper scraper, long start) throws Exception {
    long end = now();
    String answer =
        scraper.get(
            "/api/v1/query_range?step=1&start=%d&end=%d&query=asked_total".formatted(start, end));
    List<String> points = new ArrayList<>();
    Matcher point = POINT.matcher(answer);
    while (point.find()) {
      points.add(point.group());
    }
    return points;
  }

  private static long now() {
    return System.currentTimeMillis() / 1_000;
  }
}
