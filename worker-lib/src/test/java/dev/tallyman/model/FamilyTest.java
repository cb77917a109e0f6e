package dev.tallyman.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyTest {
  private static final List<Double> NO_BOUNDS = List.of();

  static Stream<Arguments> wrong() {
    return Stream.of(
        bad("\"\"", () -> Family.of("", MetricType.COUNTER, "", List.of())),
        bad("label", () -> Family.of("m", MetricType.COUNTER, "", List.of("label", "label"))),
        bad("__a", () -> Family.of("m", MetricType.COUNTER, "", List.of("__a"))),
        bad("le", () -> Family.histogram("m", List.of(1.0), "", List.of("le"))),
        bad("quantile", () -> Family.of("m", MetricType.SUMMARY, "", List.of("quantile"))),
        bad("pid", () -> Family.gauge("m", GaugeMode.ALL, "", List.of("pid"))),
        bad("worker", () -> Family.gauge("m", GaugeMode.LIVEALL, "", List.of("worker"))),
        bad("hours", () -> family("m", MetricType.COUNTER, "hours", null, NO_BOUNDS, List.of())),
        bad("null", () -> family("m", MetricType.GAUGE, "", null, NO_BOUNDS, List.of())),
        bad("SUM", () -> family("m", MetricType.COUNTER, "", GaugeMode.SUM, NO_BOUNDS, List.of())),
        bad("1.0", () -> family("m", MetricType.SUMMARY, "", null, List.of(1.0), List.of())),
        bad("2.0, 1.0", () -> Family.histogram("m", List.of(2.0, 1.0), "", List.of())),
        bad("NaN", () -> Family.histogram("m", List.of(Double.NaN), "", List.of())),
        bad(
            "Infinity",
            () -> Family.histogram("m", List.of(Double.POSITIVE_INFINITY), "", List.of())),
        bad("states", () -> family("m", MetricType.STATE_SET, "", null, NO_BOUNDS, List.of())),
        bad(
            "on, on",
            () -> family("m", MetricType.STATE_SET, "", null, NO_BOUNDS, List.of("on", "on"))),
        bad("on", () -> family("m", MetricType.INFO, "", null, NO_BOUNDS, List.of("on"))));
  }

  private static Arguments bad(String value, ThrowingCallable definition) {
    return Arguments.of(value, definition);
  }

  private static Family family(
      String name,
      MetricType type,
      String unit,
      @Nullable GaugeMode mode,
      List<Double> bounds,
      List<String> states) {
    return new Family(name, type, "", unit, mode, List.of(), bounds, states);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongFamilyIsRefusedWithItsNameAndValue(String value, ThrowingCallable definition) {
    assertThatIllegalArgumentException()
        .isThrownBy(definition)
        .withMessageContaining(value)
        .withMessageMatching("(?s).*(name=\"|metric=m).*");
  }

  @Test
  void aFamilyCannotBeChangedFromOutside() {
    List<String> labels = new ArrayList<>(List.of("a"));
    Family family = Family.of("m", MetricType.COUNTER, "", labels);
    labels.add("b");

    assertThat(family.labelNames()).containsExactly("a");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> family.labelNames().add("c"));
  }

  @Test
  void familiesAgreeWhateverTheirHelpAndBoundsAre() {
    Family family = Family.histogram("m", List.of(1.0), "One.", List.of("a"));

    assertThat(family.agreesWith(Family.histogram("m", List.of(2.0), "Two.", List.of("a"))))
        .isTrue();
    assertThat(family.agreesWith(Family.histogram("m", List.of(1.0), "One.", List.of("b"))))
        .isFalse();
    assertThat(family.agreesWith(Family.histogram("n", List.of(1.0), "One.", List.of("a"))))
        .isFalse();
    assertThat(family.agreesWith(Family.of("m", MetricType.COUNTER, "One.", List.of("a"))))
        .isFalse();
    assertThat(
            Family.gauge("g", GaugeMode.MIN, "", List.of())
                .agreesWith(Family.gauge("g", GaugeMode.MAX, "", List.of())))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A_1",
        "_",
        "__x",
        "a:b",
        ":",
        "http_requests",
        "1a",
        "a b",
        "a.b",
        "ä",
        "a\n",
        "中😀"
      })
  void metricNamesArePrometheusNames(String name) {
    assertThat(Names.isMetricName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "half a pair \ud83d", "\ude00"})
  void otherMetricNamesAreRefused(String name) {
    assertThat(Names.isMetricName(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "__name__", "__x", "..x", "._x", "\ud83d"})
  void otherLabelNamesAreRefused(String name) {
    assertThat(Names.isLabelName(name)).isFalse();
  }

  @Test
  void labelNamesArePrometheusNames() {
    assertThat(Stream.of("a", "_a", "A9", "le", "1a", "a:b", "é", "k8s.pod", "_.x"))
        .allMatch(Names::isLabelName);
  }

  @Test
  void labelsWithoutTheirValuesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Labels(List.of("a"), List.of()))
        .withMessageContaining("[a]");
    assertThat(Labels.EMPTY.names()).isEmpty();
  }

  @Test
  void histogramsOfAllKindsMergeAndSoDoSummariesOfBoth() {
    SketchRules rules = new SketchRules(3, 0, 160, null);
    Family classic = Family.histogram("m", List.of(1.0), "", List.of("l"));
    Family nativeOnly = Family.nativeHistogram("m", rules, List.of(), List.of("l"));
    Family plain = Family.of("m", MetricType.SUMMARY, "", List.of("l"));
    Family quantiles = Family.quantiles("m", new QuantileRules(List.of(.5), .01, 0), List.of("l"));
    assertThat(classic.mergesWith(nativeOnly) && nativeOnly.mergesWith(classic)).isTrue();
    assertThat(plain.mergesWith(quantiles) && quantiles.mergesWith(plain)).isTrue();
    assertThat(classic.agreesWith(nativeOnly) || plain.agreesWith(quantiles)).isFalse();
    assertThat(classic.mergesWith(plain) || nativeOnly.mergesWith(quantiles)).isFalse();
    assertThat(classic.mergesWith(Family.histogram("m", List.of(1.0), "", List.of("other"))))
        .isFalse();
  }
}
