package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoints that are seen for the first time within the range that is asked for. */
class NewEndpointsTest {
  private static final int FROM = 1_000_000;
  private static final int TO = FROM + 300;
  private static final String RANGE = "from=" + FROM + "&to=" + TO;
  private static final String ENDPOINT = "\"method\":\"GET\",\"endpoint\":\"/a\"";
  private static final int FIRST_CALL = FROM + 200;

  private final ServedApi api = new ServedApi("");

  @BeforeEach
  void fourCallsBeforeTheFirstLook() {
    tell("http_requests_total", series(",\"status\":\"200\"", FIRST_CALL, 4));
    tell("http_request_duration_seconds_sum", series("", FIRST_CALL, 1));
    tell("http_request_duration_seconds_count", series("", FIRST_CALL, 4));
    tell(
        "http_request_duration_seconds_bucket",
        series(",\"le\":\"0.5\"", FIRST_CALL, 4) + "," + series(",\"le\":\"+Inf\"", FIRST_CALL, 4));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void whatANewEndpointHasCountedIsGrowth() throws Exception {
    historySince(FROM);

    JsonNode row = api.json("/api/v1/summary?" + RANGE).at("/endpoints/0");

    assertThat(row.get("calls").asDouble()).isEqualTo(4);
    assertThat(row.get("average_seconds").asDouble()).isEqualTo(0.25);
    assertThat(row.get("p50_seconds").asDouble()).isEqualTo(0.25);
  }

  @Test
  void itIsAlsoIfTheHistoryIsNotMuchOlder() throws Exception {
    historySince(FIRST_CALL - 15);

    JsonNode row = api.json("/api/v1/summary?" + RANGE).at("/endpoints/0");

    assertThat(row.get("calls").asDouble()).isEqualTo(4);
  }

  @Test
  void anEndpointThatIsAsOldAsTheHistoryMayHaveCountedBefore() throws Exception {
    historySince(FIRST_CALL);

    JsonNode row = api.json("/api/v1/summary?" + RANGE).at("/endpoints/0");

    assertThat(row.get("calls").asDouble()).isZero();
    assertThat(row.get("average_seconds").isNull()).isTrue();
    assertThat(row.get("p50_seconds").isNull()).isTrue();
  }

  @Test
  void aRateHasTheFirstCallsToo() throws Exception {
    historySince(FROM - 15);
    String asked = "/api/v1/series?metric=http_requests_total&by=&step=20&" + RANGE + "&fn=";

    assertThat(api.json(asked + "rate").at("/series/0/values/10").asDouble()).isEqualTo(0.2);
    assertThat(api.json(asked + "increase").at("/series/0/values/10").asDouble()).isEqualTo(4);
    assertThat(api.json(asked + "value").at("/series/0/values/9").isNull()).isTrue();
  }

  @Test
  void theFirstFailureIsAFailure() throws Exception {
    historySince(FROM);
    tell(
        "http_requests_total",
        series(",\"status\":\"200\"", FROM, 9)
            + ","
            + series(",\"status\":\"500\"", FIRST_CALL, 1));

    JsonNode row = api.json("/api/v1/summary?" + RANGE).at("/endpoints/0");

    assertThat(row.get("calls").asDouble()).isEqualTo(1);
    assertThat(row.get("errors").asDouble()).isEqualTo(1);
  }

  private void historySince(int seconds) {
    tell(
        "tallyman_workers",
        "{\"metric\":{\"__name__\":\"tallyman_workers\"},\"values\":" + values(seconds, 2) + "}");
  }

  private void tell(String metric, String series) {
    api.history.tellsOf(metric, ServedApi.matrix(series));
  }

  private static String series(String label, int since, int value) {
    return "{\"metric\":{" + ENDPOINT + label + "},\"values\":" + values(since, value) + "}";
  }

  /** The same value all the time. */
  private static String values(int since, int value) {
    StringBuilder values = new StringBuilder();
    for (int time = since; time <= TO; time += 5) {
      values
          .append(values.isEmpty() ? "[[" : ",[")
          .append(time)
          .append(",\"")
          .append(value)
          .append("\"]");
    }
    return values.append(']').toString();
  }
}
