package dev.tallyman.exposition;

import static dev.tallyman.exposition.NameFilter.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tallyman.model.MetricType;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageWriterTest {
  private final PageWriter writer = new PageWriter();
  private final Page page = new Page();

  @Test
  void seriesThatComeAndGoAreWrittenRight() {
    Random random = new Random(3);
    Reading all = Reading.counter("a", points(50));
    for (int round = 0; round < 500; round++) {
      List<Point> present =
          all.series().stream().filter(point -> random.nextInt(10) < 8).map(this::anew).toList();
      Reading reading = new Reading(all.family(), present);

      String kept = Pages.page(writer, Format.TEXT, List.of(reading));

      assertThat(kept).isEqualTo(Pages.page(Format.TEXT, List.of(reading)));
    }
  }

  private Point anew(Point point) {
    return point.value(point.value() + 1);
  }

  @Test
  void seriesThatLeftAreForgotten() {
    Reading stays = Reading.counter("a", Point.of("b", "stays"));
    WeakReference<Object> labels = writeOnceWithAnotherSeries(stays);

    Pages.page(writer, Format.TEXT, List.of(stays));

    assertCollected(labels);
  }

  @Test
  void familiesThatLeftAreForgotten() {
    WeakReference<Object> family = writeOnceAndForget();

    Pages.page(writer, Format.PROTOBUF, List.of());

    assertCollected(family);
  }

  private WeakReference<Object> writeOnceWithAnotherSeries(Reading stays) {
    Point leaves = Point.of("b", "leaves");
    List<Point> both = List.of(stays.series().get(0), leaves);
    Pages.page(writer, Format.TEXT, List.of(new Reading(stays.family(), both)));
    return new WeakReference<>(leaves.labels());
  }

  private WeakReference<Object> writeOnceAndForget() {
    Reading leaves = Reading.counter("x", Point.of("b", "leaves"));
    Pages.page(writer, Format.TEXT, List.of(leaves));
    return new WeakReference<>(leaves.family());
  }

  private static void assertCollected(WeakReference<Object> reference) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (reference.get() != null && Instant.now().isBefore(deadline)) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(reference.get()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"TEXT", "OPEN_METRICS"})
  void aSteadyPageCostsNoMemory(Format format) {
    List<Reading> reading =
        List.of(
            Reading.counter("whole", points(5_000)),
            Reading.gauge("fraction", fractions(5_000)),
            Reading.histogram("h", List.of(1.0), Point.of("a", "b").buckets(0.5, 1, 2)));
    for (int i = 0; i < 20; i++) {
      writer.write(format, reading, EVERYTHING, page);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    writer.write(format, reading, EVERYTHING, page);

    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(10_000);
    assertThat(page.length()).isGreaterThan(200_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"requests", "requests_total"})
  void aCounterIsFoundByItsNameAndByItsSamples(String name) {
    assertThat(filtered(name)).contains("requests_total 1.0").doesNotContain("latency");
  }

  @ParameterizedTest
  @ValueSource(strings = {"latency", "latency_bucket", "latency_count", "latency_sum"})
  void aHistogramIsFoundByItsNameAndByItsSamples(String name) {
    assertThat(filtered(name)).contains("latency_count 3").doesNotContain("requests");
  }

  @ParameterizedTest
  @ValueSource(strings = {"request", "requests_count", "latency_total", "REQUESTS", "*", " "})
  void otherNamesFindNothing(String name) {
    assertThat(filtered(name)).isEmpty();
  }

  @Test
  void severalNamesFindSeveralFamilies() {
    assertThat(filtered("requests", "latency_sum")).contains("requests_total", "latency_sum");
  }

  @Test
  void noNamesFindEverything() {
    assertThat(NameFilter.of(Set.of())).isEqualTo(EVERYTHING);
    assertThat(filtered("")).contains("requests_total", "latency_sum");
  }

  private String filtered(String... names) {
    List<Reading> reading =
        List.of(
            Reading.counter("requests", Point.of().value(1)),
            Reading.histogram("latency", List.of(), Point.of().buckets(0.5, 3)));
    writer.write(Format.TEXT, reading, NameFilter.of(List.of(names)), page);
    return Pages.text(page);
  }

  @ParameterizedTest
  @EnumSource
  void theFirstFamilyKeepsANameThatTwoHave(Format format) {
    Reading first = Reading.counter("x", Point.of().value(1));
    Reading second = Reading.gauge("x_total", Point.of().value(2));
    Reading third = Reading.gauge("y", Point.of().value(3));

    int refused = writer.write(format, List.of(first, second, third), EVERYTHING, page);

    assertThat(refused).isEqualTo(1);
    assertSameAsWithout(format, List.of(first, second, third), List.of(first, third));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCalledAsTheLineThatSaysSinceWhenComesSecond(Format format) {
    Reading counter = Reading.counter("x", Point.of().value(1));
    Reading summary = Reading.of("y", MetricType.SUMMARY, Point.of().observed(3, 1.5));
    Reading gauge = Reading.gauge("x_created", Point.of().value(2));
    Reading other = Reading.gauge("y_created", Point.of().value(2));

    int refused = writer.write(format, List.of(counter, summary, gauge, other), EVERYTHING, page);

    assertThat(refused).isEqualTo(2);
    assertSameAsWithout(format, List.of(counter, summary, gauge, other), List.of(counter, summary));
    assertSameAsWithout(format, List.of(gauge, counter), List.of(gauge));
  }

  @Test
  void countersOfWhatWasCreatedStandBesideEachOther() {
    List<Reading> counters =
        List.of(
            Reading.counter("orders", Point.of().value(1)),
            Reading.counter("orders_created", Point.of().value(2)));
    writer.write(Dialect.of(Format.OPEN_METRICS).withCreatedLines(), counters, EVERYTHING, page);

    assertThat(Pages.text(page).lines())
        .filteredOn(line -> !line.startsWith("#"))
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly(
            "orders_total", "orders_created", "orders_created_total", "orders_created_created");
  }

  @ParameterizedTest
  @EnumSource
  void aSeriesWithImpossibleNumbersIsLeftOut(Format format) {
    Point good = Point.of("a", "good").value(1).buckets(1, 1, 1);
    Point bad = Point.of("a", "bad").value(-1).buckets(1, 1, -1);
    Point worse = Point.of("a", "worse").value(Double.NaN).buckets(1, Long.MAX_VALUE, 1);

    assertSameAsWithout(
        format,
        List.of(
            Reading.counter("c", good, bad, worse),
            Reading.histogram("h", List.of(1.0), good, bad, worse)),
        List.of(Reading.counter("c", good), Reading.histogram("h", List.of(1.0), good)));
  }

  @ParameterizedTest
  @EnumSource
  void aSeriesWithImpossibleNumbersCostsTheOnesAfterItNothing(Format format) {
    Point bad = Point.of("a", "bad").value(-1);
    Point good = Point.of("a", "good").value(1);
    Point worse = Point.of("a", "worse").value(Double.NaN);
    Point fine = Point.of("a", "fine").value(2);

    assertSameAsWithout(
        format,
        List.of(Reading.counter("c", bad, good, worse, fine)),
        List.of(Reading.counter("c", good, fine)));
    assertSameAsWithout(
        format,
        List.of(Reading.counter("c", good, fine, worse, bad)),
        List.of(Reading.counter("c", good, fine)));
  }

  @ParameterizedTest
  @EnumSource
  void aFamilyWithoutASeriesToShowIsLeftOut(Format format) {
    assertSameAsWithout(
        format,
        List.of(Reading.of("s", MetricType.SUMMARY, Point.of().observed(-1, 1))),
        List.of());
  }

  private void assertSameAsWithout(Format format, List<Reading> damaged, List<Reading> rest) {
    writer.write(format, damaged, EVERYTHING, page);
    byte[] withDamaged = Pages.bytes(page);

    writer.write(format, rest, EVERYTHING, page);

    assertThat(withDamaged).isEqualTo(Pages.bytes(page));
  }

  private static Point[] points(int count) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(Point.of("method", "GET", "path", "/" + i).value(i * 1000.0));
    }
    return points.toArray(new Point[0]);
  }

  private static Point[] fractions(int count) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(Point.of("path", "/" + i).value(Math.sqrt(i + 0.5)));
    }
    return points.toArray(new Point[0]);
  }
}
