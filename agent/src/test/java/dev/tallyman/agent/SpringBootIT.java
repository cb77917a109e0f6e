package dev.tallyman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.bridge.DefaultGaugeModes;
import dev.tallyman.model.GaugeMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demonstration: an unmodified Spring Boot application in several processes, a batch job of two
 * seconds, and a worker that records with Tallyman's own library, all on one host, at one endpoint.
 */
@Tag("slow")
@Timeout(600)
class SpringBootIT {
  private static final int SHOPS = 3;

  /** Each single page is made by a request, which a thread answers over a connection. */
  private static final List<String> CHANGED_BY_LOOKING =
      List.of("_active_seconds_", "jvm_buffer_", "jvm_memory_used", "jvm_threads_", "_open_files");

  @TempDir Path temporary;

  @Test
  void theMergedPageIsTheSumOfTheSingleOnesAndNothingIsLost() throws Exception {
    List<Shop> shops = new ArrayList<>();
    try (TestAggregator aggregator = new TestAggregator(tallies(), temporary.resolve("archive"));
        Jvm job = Jvm.start(tallies(), "", Jvm.main(Job.class, "2000", "50"));
        Jvm worker = Jvm.start(tallies(), "", Jvm.main(OwnWorker.class, "123"))) {
      for (int i = 0; i < SHOPS; i++) {
        shops.add(Shop.start(tallies()));
      }
      for (int i = 0; i < SHOPS; i++) {
        shops.get(i).awaitReady();
        shops.get(i).order(i + 1, 10 * (i + 1));
      }
      compare(shops, aggregator);

      assertThat(job.await().exitCode()).isEqualTo(Job.EXIT_CODE);
      Waiting.until("the worker counts", () -> worker.said().contains("counted"));
      worker.kill();
      shops.get(0).order(1, 1);
      for (Shop shop : shops) {
        shop.stop();
      }
      Page page = aggregator.page();
      assertThat(page.value("shop_pieces_total")).isEqualTo(10 + 40 + 90 + 1);
      assertThat(page.value("job_records_total")).isEqualTo(1050);
      assertThat(page.value("worker_tasks_total")).isEqualTo(123);
      assertThat(page.value("http_server_requests_seconds_count", Shop.ORDERS))
          .isEqualTo(1 + 2 + 3 + 1);
    } finally {
      for (Shop shop : shops) {
        shop.close();
      }
    }
  }

  /** Between two looks at the single pages, the merged page is between the two. */
  private static void compare(List<Shop> shops, TestAggregator aggregator) throws Exception {
    List<Page> before = pages(shops);
    Page[] merged = new Page[1];
    Waiting.until(
        "all shops are copied",
        () -> {
          merged[0] = aggregator.page();
          return merged[0].value("http_server_requests_seconds_count", Shop.PAGES)
              >= sum(before, Page.Sample.of("http_server_requests_seconds_count", Shop.PAGES))
                  + SHOPS;
        });
    List<Page> after = pages(shops);
    Set<String> compared = new TreeSet<>();
    for (Page.Sample sample : samples(before)) {
      String type = typeOf(before.get(0), sample.name());
      switch (type) {
        case "counter", "histogram", "summary" -> {
          assertThat(merged[0].samples()).containsKey(sample);
          assertThat(merged[0].value(sample))
              .as(sample.toString())
              .isBetween(round(sum(before, sample), -1), round(sum(after, sample), 1));
          compared.add(type);
        }
        case "gauge" -> {
          if (isSteady(before, after, sample)) {
            compared.add(compareGauge(shops, before, sample, merged[0]));
          }
        }
        default -> assertThat(type).isEqualTo("gauge histogram");
      }
    }
    assertThat(compared)
        .containsExactlyInAnyOrder(
            "counter",
            "histogram",
            "summary",
            "info",
            "liveall",
            "livemax",
            "livemostrecent",
            "livesum");
  }

  private static String compareGauge(
      List<Shop> shops, List<Page> pages, Page.Sample sample, Page merged) {
    List<Double> values = new ArrayList<>();
    pages.forEach(page -> values.add(page.samples().get(sample)));
    if (sample.name().endsWith("_info")) {
      assertThat(merged.value(sample)).isEqualTo(1);
      return "info";
    }
    GaugeMode mode = DefaultGaugeModes.RULES.modeOf(sample.name()).orElse(GaugeMode.ALL);
    String what = sample + " " + mode;
    switch (mode.rule()) {
      case SUM -> assertThat(merged.value(sample)).as(what).isEqualTo(sum(pages, sample));
      case MAX ->
          assertThat(merged.value(sample))
              .as(what)
              .isEqualTo(values.stream().mapToDouble(value -> value).max().orElseThrow());
      case MOST_RECENT -> assertThat(merged.value(sample)).as(what).isIn(values);
      case EACH -> {
        for (int i = 0; i < shops.size(); i++) {
          Page.Sample own = sample.with("pid", Long.toString(shops.get(i).pid()));
          assertThat(merged.value(own)).as(what).isEqualTo(values.get(i));
        }
      }
      case MIN -> throw new AssertionError("no rule says so: " + what);
    }
    return mode.label();
  }

  /** All that all of them have; ones that only some have sum up all the same. */
  private static Set<Page.Sample> samples(List<Page> pages) {
    Map<String, Page.Sample> all = new TreeMap<>();
    pages.forEach(page -> page.samples().keySet().forEach(key -> all.put(key.toString(), key)));
    return Set.copyOf(all.values());
  }

  private static boolean isSteady(List<Page> before, List<Page> after, Page.Sample sample) {
    if (CHANGED_BY_LOOKING.stream().anyMatch(sample.name()::contains)) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      Double value = before.get(i).samples().get(sample);
      if (value == null || value.isNaN() || !value.equals(after.get(i).samples().get(sample))) {
        return false;
      }
    }
    return true;
  }

  /** Micrometer's text has histograms of gauges as if they were histograms. */
  private static String typeOf(Page page, String sample) {
    String family = sample.replaceFirst("_(bucket|count|sum)$", "");
    if (page.types().containsKey(family + "_gcount")) {
      return "gauge histogram";
    }
    return page.types().getOrDefault(sample, page.types().getOrDefault(family, "gauge histogram"));
  }

  private static double sum(List<Page> pages, Page.Sample sample) {
    return pages.stream().mapToDouble(page -> page.value(sample)).sum();
  }

  private static double round(double value, int direction) {
    return value + direction * Math.abs(value) * 1e-12;
  }

  private static List<Page> pages(List<Shop> shops) throws IOException, InterruptedException {
    List<Page> pages = new ArrayList<>();
    for (Shop shop : shops) {
      pages.add(shop.page());
    }
    return pages;
  }

  private Path tallies() {
    return temporary.resolve("tallies");
  }
}
