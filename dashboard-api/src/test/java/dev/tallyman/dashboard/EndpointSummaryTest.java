package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointSummaryTest {
  private final List<Sample> samples = new ArrayList<>();

  @Test
  void callsAreSummedOverAllOtherLabels() {
    sample(EndpointSummary.CALLS, Map.of("method", "GET", "endpoint", "/", "status", "200"), 3);
    sample(EndpointSummary.CALLS, Map.of("method", "GET", "endpoint", "/", "status", "500"), 1);
    sample(EndpointSummary.CALLS, Map.of("method", "GET", "endpoint", "/", "job", "x"), 1);

    assertThat(EndpointSummary.of(samples))
        .containsExactly(new EndpointSummary("GET", "/", 5, null, null));
  }

  @Test
  void theAverageIsThatOfTheRequestsThatWereTimed() {
    calls("GET", "/", 10);
    durations("GET", "/", 4, 2);

    assertThat(EndpointSummary.of(samples))
        .containsExactly(new EndpointSummary("GET", "/", 10, 0.5, 2.0));
  }

  @Test
  void theMostTimeComesFirstAndTheUnknownLast() {
    calls("GET", "/unknown", 9);
    durations("GET", "/b", 1, 1);
    durations("POST", "/a", 1, 1);
    durations("GET", "/a", 1, 1);
    durations("GET", "/most", 1, 5);

    assertThat(EndpointSummary.of(samples))
        .extracting(summary -> summary.method() + summary.endpoint())
        .containsExactly("GET/most", "GET/a", "POST/a", "GET/b", "GET/unknown");
  }

  @Test
  void aTimeThatIsNoNumberIsUnknown() {
    durations("GET", "/", 4, Double.POSITIVE_INFINITY);
    durations("GET", "/never", 0, 0);

    assertThat(EndpointSummary.of(samples))
        .containsExactly(
            new EndpointSummary("GET", "/", 0, null, null),
            new EndpointSummary("GET", "/never", 0, null, null));
  }

  @Test
  void seriesThatBelongToNoEndpointAreLeftOut() {
    sample(EndpointSummary.CALLS, Map.of("method", "GET"), 1);
    sample(EndpointSummary.CALLS, Map.of("endpoint", "/"), 1);
    sample("other_total", Map.of("method", "GET", "endpoint", "/"), 1);
    sample("http_request_duration_seconds_bucket", Map.of("method", "GET", "endpoint", "/"), 1);

    assertThat(EndpointSummary.of(samples)).isEmpty();
  }

  private void calls(String method, String endpoint, double value) {
    sample(EndpointSummary.CALLS, Map.of("method", method, "endpoint", endpoint), value);
  }

  private void durations(String method, String endpoint, double count, double sum) {
    Map<String, String> labels = Map.of("method", method, "endpoint", endpoint);
    sample(EndpointSummary.DURATION_COUNT, labels, count);
    sample(EndpointSummary.DURATION_SUM, labels, sum);
  }

  private void sample(String name, Map<String, String> labels, double value) {
    samples.add(new Sample(name, labels, value));
  }
}
