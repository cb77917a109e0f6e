package dev.tallyman.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextPageTest {

  @Test
  void everyTypeInTextFormat() {
    assertThat(Pages.page(Format.TEXT, Reading.ofEveryType()))
        .isEqualTo(
            """
            # HELP build_info Help of build.
            # TYPE build_info gauge
            build_info{java="17",version="1.2"} 1
            # HELP latency_seconds Help of latency_seconds.
            # TYPE latency_seconds histogram
            latency_seconds_bucket{method="GET",path="/a",le="0.005"} 1
            latency_seconds_bucket{method="GET",path="/a",le="1.0"} 3
            latency_seconds_bucket{method="GET",path="/a",le="1.0E10"} 6
            latency_seconds_bucket{method="GET",path="/a",le="+Inf"} 10
            latency_seconds_count{method="GET",path="/a"} 10
            latency_seconds_sum{method="GET",path="/a"} 12.75
            latency_seconds_bucket{method="PUT",path="/a",le="0.005"} 0
            latency_seconds_bucket{method="PUT",path="/a",le="1.0"} 0
            latency_seconds_bucket{method="PUT",path="/a",le="1.0E10"} 0
            latency_seconds_bucket{method="PUT",path="/a",le="+Inf"} 0
            latency_seconds_count{method="PUT",path="/a"} 0
            latency_seconds_sum{method="PUT",path="/a"} 0.0
            # HELP mode Help of mode.
            # TYPE mode gauge
            mode{unit="x",mode="off"} 0
            mode{unit="x",mode="on"} 1
            # HELP payload Help of payload.
            # TYPE payload summary
            payload_count 3
            payload_sum 1.5E8
            # HELP requests_calls_total Calls "so far",\\nby a\\\\b.
            # TYPE requests_calls_total counter
            requests_calls_total{status="200"} 1.23456789E8
            requests_calls_total{status="404"} 17.0
            requests_calls_total{status="500"} 0.30000000000000004
            # HELP temperature Help of temperature.
            # TYPE temperature gauge
            temperature{room=""} NaN
            temperature{room="a \\"b\\" \\\\c\\nd é 𝄞"} -3.25
            temperature{room="infinite"} +Inf
            temperature{room="zero"} 0.0
            """);
  }

  @Test
  void everyTypeInOpenMetrics() {
    assertThat(Pages.page(Format.OPEN_METRICS, Reading.ofEveryType()))
        .isEqualTo(
            """
            # TYPE build info
            # HELP build Help of build.
            build_info{java="17",version="1.2"} 1
            # TYPE latency_seconds histogram
            # HELP latency_seconds Help of latency_seconds.
            latency_seconds_bucket{method="GET",path="/a",le="0.005"} 1
            latency_seconds_bucket{method="GET",path="/a",le="1.0"} 3
            latency_seconds_bucket{method="GET",path="/a",le="1.0E10"} 6
            latency_seconds_bucket{method="GET",path="/a",le="+Inf"} 10
            latency_seconds_count{method="GET",path="/a"} 10
            latency_seconds_sum{method="GET",path="/a"} 12.75
            latency_seconds_bucket{method="PUT",path="/a",le="0.005"} 0
            latency_seconds_bucket{method="PUT",path="/a",le="1.0"} 0
            latency_seconds_bucket{method="PUT",path="/a",le="1.0E10"} 0
            latency_seconds_bucket{method="PUT",path="/a",le="+Inf"} 0
            latency_seconds_count{method="PUT",path="/a"} 0
            latency_seconds_sum{method="PUT",path="/a"} 0.0
            # TYPE mode stateset
            # HELP mode Help of mode.
            mode{unit="x",mode="off"} 0
            mode{unit="x",mode="on"} 1
            # TYPE payload summary
            # HELP payload Help of payload.
            payload_count 3
            payload_sum 1.5E8
            # TYPE requests_calls counter
            # UNIT requests_calls calls
            # HELP requests_calls Calls \\"so far\\",\\nby a\\\\b.
            requests_calls_total{status="200"} 1.23456789E8
            requests_calls_total{status="404"} 17.0
            requests_calls_total{status="500"} 0.30000000000000004
            # TYPE temperature gauge
            # HELP temperature Help of temperature.
            temperature{room=""} NaN
            temperature{room="a \\"b\\" \\\\c\\nd é 𝄞"} -3.25
            temperature{room="infinite"} +Inf
            temperature{room="zero"} 0.0
            # EOF
            """);
  }

  @Test
  void nothingAtAllIsAnEmptyPage() {
    assertThat(Pages.page(Format.TEXT, List.of())).isEmpty();
    assertThat(Pages.page(Format.OPEN_METRICS, List.of())).isEqualTo("# EOF\n");
    assertThat(Pages.page(Format.PROTOBUF, List.of())).isEmpty();
  }

  @Test
  void labelsStandInTheOrderTheyAreGivenIn() {
    Reading reading = Reading.gauge("g", Point.of("z", "1", "a", "2", "pid", "3").value(4));

    assertThat(Pages.page(Format.TEXT, List.of(reading)))
        .endsWith("\ng{z=\"1\",a=\"2\",pid=\"3\"} 4.0\n");
  }
}
