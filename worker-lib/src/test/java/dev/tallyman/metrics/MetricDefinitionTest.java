package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Builders as users of client_java know them, and what they refuse. */
class MetricDefinitionTest {
  private static final MetricRegistry REGISTRY = MetricRegistry.inHeap();

  @Test
  void aCountersNameMayEndInTotalOrNot() {
    for (String name : List.of("jobs", "jobs_total")) {
      MetricRegistry registry = MetricRegistry.inHeap();
      Family family =
          Counter.builder()
              .name(name)
              .help("Jobs.")
              .labelNames("a", "b")
              .register(registry)
              .family();

      assertThat(family)
          .isEqualTo(Family.of("jobs", MetricType.COUNTER, "Jobs.", List.of("a", "b")));
    }
  }

  @Test
  void anInfosNameMayEndInInfoOrNot() {
    for (String name : List.of("build", "build_info")) {
      MetricRegistry registry = MetricRegistry.inHeap();

      assertThat(Info.builder().name(name).register(registry).family().name()).isEqualTo("build");
    }
  }

  @Test
  void aUnitBecomesTheEndOfTheName() {
    MetricRegistry registry = MetricRegistry.inHeap();

    assertThat(Counter.builder().name("cpu_total").unit("seconds").register(registry).family())
        .extracting(Family::name, Family::unit)
        .containsExactly("cpu_seconds", "seconds");
    assertThat(Gauge.builder().name("size_bytes").unit("bytes").register(registry).family().name())
        .isEqualTo("size_bytes");
  }

  @Test
  void aGaugeKeepsWorkersApartUnlessToldOtherwise() {
    MetricRegistry registry = MetricRegistry.inHeap();

    assertThat(Gauge.builder().name("g").register(registry).family().gaugeMode())
        .isEqualTo(GaugeMode.ALL);
    Gauge max = Gauge.builder().name("m").multiprocessMode(GaugeMode.MAX).register(registry);
    assertThat(max.family().gaugeMode()).isEqualTo(GaugeMode.MAX);
  }

  @Test
  void theDefaultBoundsAreThoseOfClientJava() {
    MetricRegistry registry = MetricRegistry.inHeap();
    double[] theirs =
        io.prometheus.metrics.core.metrics.Histogram.Builder.DEFAULT_CLASSIC_UPPER_BOUNDS;

    List<Double> ours = Histogram.builder().name("h").register(registry).family().upperBounds();

    assertThat(ours).containsExactly(Arrays.stream(theirs).boxed().toArray(Double[]::new));
  }

  @Test
  void boundsAreSortedAndTheInfiniteOneIsImplied() {
    MetricRegistry registry = MetricRegistry.inHeap();
    Histogram histogram =
        Histogram.builder()
            .name("h")
            .classicUpperBounds(5, 1, Double.POSITIVE_INFINITY, -3)
            .register(registry);

    assertThat(histogram.family().upperBounds()).containsExactly(-3.0, 1.0, 5.0);
  }

  @Test
  void boundsCanBeLinearOrExponential() {
    MetricRegistry registry = MetricRegistry.inHeap();

    assertThat(
            Histogram.builder()
                .name("linear")
                .classicLinearUpperBounds(1, 0.5, 3)
                .register(registry)
                .family()
                .upperBounds())
        .containsExactly(1.0, 1.5, 2.0);
    assertThat(
            Histogram.builder()
                .name("exponential")
                .classicExponentialUpperBounds(1, 10, 3)
                .register(registry)
                .family()
                .upperBounds())
        .containsExactly(1.0, 10.0, 100.0);
  }

  @Test
  void theSameRegistrationReturnsTheSameMetric() {
    MetricRegistry registry = MetricRegistry.inHeap();
    Counter first = Counter.builder().name("a_total").help("x").labelNames("l").register(registry);

    assertThat(Counter.builder().name("a").help("y").labelNames("l").register(registry))
        .isSameAs(first);
  }

  @Test
  void aNameThatIsTakenIsRefusedWithBothDefinitions() {
    MetricRegistry registry = MetricRegistry.inHeap();
    Counter unused = Counter.builder().name("taken").labelNames("old").register(registry);
    Histogram other = Histogram.builder().name("h").classicUpperBounds(1, 2).register(registry);
    assertThat(other).isNotNull();

    for (ThrowingCallable clash :
        List.<ThrowingCallable>of(
            () -> Counter.builder().name("taken").labelNames("new").register(registry),
            () -> Gauge.builder().name("taken").labelNames("old").register(registry),
            () -> Counter.builder().name("taken").register(registry))) {
      assertThatIllegalArgumentException()
          .isThrownBy(clash)
          .withMessageContaining("taken")
          .withMessageContaining("old");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Histogram.builder().name("h").classicUpperBounds(1).register(registry))
        .withMessageContaining("2.0");
    assertThat(unused.family().labelNames()).containsExactly("old");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        bad(() -> Counter.builder().register(REGISTRY), "\"\""),
        bad(() -> Counter.builder().name("\ud83d").register(REGISTRY), "bad metric name"),
        bad(() -> Gauge.builder().name("jobs_total").register(REGISTRY), "jobs_total", "_total"),
        bad(() -> Histogram.builder().name("h_bucket").register(REGISTRY), "h_bucket"),
        bad(() -> Counter.builder().name("c").unit("info").register(REGISTRY), "c_info"),
        bad(() -> Gauge.builder().name("g").unit("m s").register(REGISTRY), "unit", "m s"),
        bad(() -> Counter.builder().name("c").labelNames("__b").register(REGISTRY), "c", "__b"),
        bad(() -> Counter.builder().name("c").labelNames("__x").register(REGISTRY), "c", "__x"),
        bad(() -> Counter.builder().name("c").labelNames("x", "x").register(REGISTRY), "c", "x"),
        bad(() -> Histogram.builder().name("h").labelNames("le").register(REGISTRY), "h", "le"),
        bad(
            () -> Summary.builder().name("s").labelNames("quantile").register(REGISTRY),
            "quantile"),
        bad(() -> Gauge.builder().name("g").labelNames("pid").register(REGISTRY), "g", "pid"),
        bad(() -> Histogram.builder().name("h").classicUpperBounds(1, 1).register(REGISTRY), "1.0"),
        bad(
            () -> Histogram.builder().name("h").classicUpperBounds(Double.NaN).register(REGISTRY),
            "h",
            "NaN"),
        bad(() -> Histogram.builder().classicLinearUpperBounds(1, 1, -1), "-1"),
        bad(() -> Histogram.builder().classicExponentialUpperBounds(1, 1, -2), "-2"),
        bad(() -> StateSet.builder().name("s").register(REGISTRY), "s", "states"),
        bad(() -> StateSet.builder().name("s").states("a", "a").register(REGISTRY), "s", "a"),
        bad(
            () -> StateSet.builder().name("s").states("a").labelNames("s").register(REGISTRY),
            "s"));
  }

  private static Arguments bad(ThrowingCallable definition, String... named) {
    return Arguments.of(List.of(named), definition);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongDefinitionIsRefusedWithItsNameAndValue(
      List<String> named, ThrowingCallable definition) {
    assertThatIllegalArgumentException()
        .isThrownBy(definition)
        .satisfies(e -> assertThat(e.getMessage()).contains(named));
  }

  @Test
  void everythingThatTakesDurationsHasATimer() throws Exception {
    MetricRegistry registry = MetricRegistry.inHeap();
    Histogram histogram = Histogram.builder().name("h").register(registry);
    Summary summary = Summary.builder().name("s").labelNames("l").register(registry);
    Gauge gauge = Gauge.builder().name("g").register(registry);

    try (Timer timer = histogram.startTimer()) {
      assertThat(timer.observeDuration()).isBetween(0.0, (double) TimeUnit.MINUTES.toSeconds(1));
    }
    histogram.time(() -> {});
    assertThat(summary.labelValues("x").time(() -> "result")).isEqualTo("result");
    assertThat(gauge.timeChecked(() -> 5)).isEqualTo(5);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                histogram.time(
                    () -> {
                      throw new IllegalArgumentException("the task's own");
                    }));

    assertThat(histogram.labelValues().count()).as("once each").isEqualTo(3);
    assertThat(summary.labelValues("x").count()).isEqualTo(1);
    assertThat(gauge.get()).isPositive();
  }
}
