package dev.tallyman.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The numbers that stand in tally files: they never change. */
class CodesTest {
  @Test
  void gaugeModesHaveTheNamesOfClientPythonAndFixedCodes() {
    assertThat(Stream.of(GaugeMode.values()).map(mode -> mode.code() + " " + mode.label()))
        .containsExactly(
            "1 all",
            "2 liveall",
            "3 sum",
            "4 livesum",
            "5 min",
            "6 livemin",
            "7 max",
            "8 livemax",
            "9 mostrecent",
            "10 livemostrecent");
  }

  @Test
  void liveModesAreThoseThatAreCalledSo() {
    assertThat(GaugeMode.values())
        .allSatisfy(mode -> assertThat(mode.liveOnly()).isEqualTo(mode.label().startsWith("live")));
  }

  @Test
  void metricTypesHaveFixedCodes() {
    assertThat(Stream.of(MetricType.values()).map(type -> type.code() + " " + type))
        .containsExactly(
            "1 COUNTER",
            "2 GAUGE",
            "3 HISTOGRAM",
            "4 SUMMARY",
            "5 INFO",
            "6 STATE_SET",
            "7 NATIVE_HISTOGRAM",
            "8 QUANTILE_SUMMARY");
  }

  @Test
  void codesLeadBackToWhatTheyStandFor() {
    assertThat(GaugeMode.values())
        .allSatisfy(mode -> assertThat(GaugeMode.ofCode(mode.code())).isEqualTo(mode));
    assertThat(MetricType.values())
        .allSatisfy(type -> assertThat(MetricType.ofCode(type.code())).isEqualTo(type));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GaugeMode.ofCode(11))
        .withMessageContaining("11");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricType.ofCode(0))
        .withMessageContaining("0");
  }
}
