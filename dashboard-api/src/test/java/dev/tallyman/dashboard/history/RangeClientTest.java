package dev.tallyman.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.dashboard.CannedAggregator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client, and a source that always answers the same. */
class RangeClientTest {
  private static final String JSON = "application/json";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Grid GRID = new Grid(1_000_000, 15_000, 3);

  private final CannedAggregator source = new CannedAggregator();
  private final RangeClient client =
      new RangeClient(source.uri(), "a-token", ForkJoinPool.commonPool());

  @AfterEach
  void stop() {
    source.close();
  }

  @Test
  void valuesAreWhereTheGridHasThem() {
    source.answers(
        200,
        JSON,
        """
        {"status": "success", "warnings": ["w"], "data": {"resultType": "matrix", "result": [
          {"metric": {"__name__": "m", "a": "1"},
           "values": [[1000, "5"], [1030.001, "7.5"], [1045, "9"]]},
          {"values": [[1015, "+Inf"]], "histograms": [[1000, {}]], "metric": {}}]}}
        """);

    assertThat(client.ask(Selector.of("m"), GRID))
        .succeedsWithin(PATIENCE)
        .isEqualTo(
            List.of(
                Timeline.of(Map.of("a", "1"), 5, Double.NaN, 7.5),
                Timeline.of(Map.of(), Double.NaN, Double.POSITIVE_INFINITY, Double.NaN)));
  }

  @Test
  void theQuestionIsAPlainSelectorAndShowsTheToken() throws Exception {
    source.answers(
        200, JSON, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}");
    Selector selector =
        new Selector(
            "m_total",
            List.of(LabelMatcher.parse("status=~5.."), LabelMatcher.parse("path!=a\"b\\c\nd&")));

    assertThat(client.ask(selector, GRID).get()).isEmpty();

    CannedAggregator.Asked asked = source.lastAsked();
    assertThat(asked.uri().getPath()).isEqualTo("/api/v1/query_range");
    assertThat(asked.uri().getQuery())
        .startsWith("query=m_total{status=~\"5..\",path!=\"a\\\"b\\\\c\\nd&\"}")
        .endsWith("&start=1000.000&end=1030.000&step=15.000");
    assertThat(asked.headers().getFirst("Authorization")).isEqualTo("Bearer a-token");
  }

  @ParameterizedTest
  @CsvSource({
    "404, NONE",
    "503, NONE",
    "401, BAD_SOURCE",
    "500, BAD_SOURCE",
    "302, BAD_SOURCE",
    "400, REFUSED",
    "422, TOO_MUCH"
  })
  void whatTheSourceDoesNotAnswerIsAnExceptionThatNamesIt(
      int status, HistoryException.Reason reason) {
    source.answers(status, JSON, "{\"status\":\"error\",\"error\":\"because\"}");

    assertThat(failure()).hasMessageContaining(client.source());
    assertThat(failure().reason()).isEqualTo(reason);
  }

  @Test
  void whatTheSourceSaysOfABadQuestionIsHandedOn() {
    source.answers(400, JSON, "{\"status\":\"error\",\"error\":\"bad regexp\"}");
    assertThat(failure()).hasMessageContaining("bad regexp");

    source.answers(400, "text/plain", "what?");
    assertThat(failure()).hasMessageContaining("refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "<html>",
        "{\"status\":\"error\"}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":1}]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"values\":[[1000,\"x\"]]}]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"values\":[[1000,5]]}]}}"
      })
  void anAnswerOfAnotherFormIsTheSourcesFault(String body) {
    source.answers(200, JSON, body);

    assertThat(failure().reason()).isEqualTo(HistoryException.Reason.BAD_SOURCE);
  }

  @Test
  void anAnswerThatIsTooLargeIsNotTaken() {
    source.answers(200, JSON, new byte[(64 << 20) + 1]);

    assertThat(failure().reason()).isEqualTo(HistoryException.Reason.TOO_MUCH);
  }

  @Test
  void moreValuesThanCanBeKeptAreNotTaken() {
    source.answers(
        200,
        JSON,
        "{\"status\":\"success\",\"data\":{\"result\":[" + "{},".repeat(2_001) + "{}]}}");

    assertThat(client.ask(Selector.of("m"), new Grid(0, 15_000, 2_000)))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            HistoryException.class,
            e -> assertThat(e.reason()).isEqualTo(HistoryException.Reason.TOO_MUCH));
  }

  @Test
  void aSourceThatIsDownIsNamed() {
    source.close();

    assertThat(failure()).hasMessageContaining("reached").hasMessageContaining(client.source());
  }

  @Test
  void anAnswerThatBreaksOffIsNone() {
    source.answers(200, JSON, "{}").breaksOff();

    assertThat(failure().reason()).isEqualTo(HistoryException.Reason.BAD_SOURCE);
  }

  private HistoryException failure() {
    try {
      throw new AssertionError("answered: " + client.ask(Selector.of("m"), GRID).get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HistoryException failure) {
        return failure;
      }
      throw new AssertionError("failed in another way", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
