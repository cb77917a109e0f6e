package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.monitoring.Interpolation.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Grafana's rules for filling variables, as our queries rely on them. */
final class InterpolationTest {
  private static final TimeRange LAST_HOUR =
      TimeRange.of(Dashboard.shipped().json().path("time"), Instant.EPOCH);

  @Test
  void theStepIsTheNearestRoundOneButNeverFinerThanTheScrapes() {
    assertThat(LAST_HOUR.step(1_000, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(5));
    assertThat(LAST_HOUR.step(1_000, Duration.ofSeconds(15))).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void theRateIntervalSpansFourScrapes() {
    assertThat(filled("rate(a[$__rate_interval])", Map.of())).isEqualTo("rate(a[60000ms])");
    assertThat(filled("increase(a[${__range}])", Map.of())).isEqualTo("increase(a[3600s])");
  }

  @Test
  void allMeansEveryValue() {
    assertThat(filled("a{job=~\"$job\"}", Map.of())).isEqualTo("a{job=~\".+\"}");
  }

  @Test
  void severalValuesBecomeAlternativesAndOnlyMatchThemselves() {
    assertThat(filled("a{job=~\"$job\"}", Map.of("job", List.of("a.b", "c"))))
        .isEqualTo("a{job=~\"(a\\\\.b|c)\"}");
  }

  @Test
  void anUndefinedVariableIsNamed() {
    assertThatThrownBy(() -> filled("a{host=\"$host\"}", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("undefined variable: name=host");
  }

  private static String filled(String query, Map<String, List<String>> selected) {
    Pace pace = new Pace(Duration.ofSeconds(15), Duration.ofSeconds(15));
    return new Interpolation(Dashboard.shipped(), LAST_HOUR, pace, selected).apply(query);
  }
}
