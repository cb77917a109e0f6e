package dev.tallyman.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.history.History;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.history.Recorder;
import dev.tallyman.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of answers is that which Prometheus 2.42 gives to the same questions. */
class QueryApiTest {
  private static final String FORM =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[%s]}}";

  @TempDir Path directory;
  private History history;
  private QueryApi api;

  @BeforeEach
  void record() throws IOException {
    history = History.open(directory, HistoryRules.DEFAULT);
    api = new QueryApi(history::read);
    sample(1_000_000, 1, 0.5);
    sample(1_015_250, 3, Double.NaN);
    sample(1_030_000, 1e21, Double.NEGATIVE_INFINITY);
    history.sample(1_045_000, into -> put(into, "b", "x", 1e-7));
  }

  @AfterEach
  void close() {
    history.close();
  }

  private void sample(long millis, double a, double b) throws IOException {
    history.sample(
        millis,
        into -> {
          put(into, "a", "\"\n", a);
          put(into, "b", "x", b);
          put(into, "b", "", 7);
        });
  }

  private static void put(Recorder into, String name, String label, double value) {
    into.put(into.series(name, new Labels(List.of("of"), List.of(label))), value);
  }

  @Test
  void aSeriesIsAnsweredStepByStepUntilItLeaves() {
    assertThat(range("a", "995", "1060", "15"))
        .isEqualTo(
            FORM.formatted(
                "{\"metric\":{\"__name__\":\"a\",\"of\":\"\\\"\\u000a\"},\"values\":"
                    + "[[1010,\"1\"],[1025,\"3\"],[1040,\"1e+21\"]]}"));
  }

  @Test
  void aStepMeetsASampleOfItsVeryMomentAndFractionsAreMilliseconds() {
    assertThat(range("b{of=\"x\"}", "1015.25", "1045.25", "14750ms"))
        .contains("[[1015.250,\"NaN\"],[1030,\"-Inf\"],[1044.750,\"-Inf\"]]");
  }

  @Test
  void aSampleIsGoodForFiveMinutes() {
    assertThat(range("b{of=\"x\"}", "1344.999", "1345", "0.001"))
        .contains("\"values\":[[1344.999,\"1e-07\"]]");
    assertThat(range("b", "1345", "2000", "1m")).isEqualTo(FORM.formatted(""));
  }

  @Test
  void seriesAreSortedAndEmptyLabelsAreNone() {
    assertThat(range("{__name__=~\"a|b\"}", "1970-01-01T00:16:40Z", "1000", "1h"))
        .contains(
            "{\"__name__\":\"a\",\"of\":\"\\\"\\u000a\"}",
            "{\"__name__\":\"b\"},\"values\":[[1000,\"7\"]]},{\"metric\":{\"__name__\":\"b\",\"of\":\"x\"}");
  }

  @Test
  void namesOfAnyCharactersAreAskedForInQuotes() throws IOException {
    history.sample(
        1_045_000,
        into -> {
          Labels labels = new Labels(List.of("label.name"), List.of("x"));
          into.put(into.series("http.requests_total", labels), 5);
        });
    String answer =
        FORM.formatted(
            "{\"metric\":{\"__name__\":\"http.requests_total\",\"label.name\":\"x\"},"
                + "\"values\":[[1045,\"5\"]]}");

    assertThat(range("{\"http.requests_total\", \"label.name\"=\"x\"}", "1045", "1045", "1"))
        .isEqualTo(answer);
    assertThat(range("{'label.name'=~'x|y', \"http.requests_total\"}", "1045", "1045", "1"))
        .isEqualTo(answer);
    assertThat(range("{\"http.requests_total\", \"label.name\"!=\"x\"}", "1045", "1045", "1"))
        .isEqualTo(FORM.formatted(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "a|x|1|1|invalid parameter \\\"start\\\": cannot parse \\\"x\\\" to a valid timestamp",
        "a|1|^^|1|invalid parameter \\\"end\\\": cannot parse \\\"\\\" to a valid timestamp",
        "a|2|1|1|invalid parameter \\\"end\\\": end timestamp must not be before start time",
        "a|1|2|x|invalid parameter \\\"step\\\": cannot parse \\\"x\\\" to a valid duration",
        "a|1|2|-1|invalid parameter \\\"step\\\": zero or negative query resolution step widths are"
            + " not accepted. Try a positive integer",
        "a|1|11003|1|exceeded maximum resolution of 11,000 points per timeseries. Try decreasing"
            + " the query resolution (?step=XX)",
        "a{|1|2|1|invalid parameter \\\"query\\\": 1:3: parse error: unexpected end of input,"
            + " expected a label name, in: a{",
        "a.b|1|2|1|invalid parameter \\\"query\\\": 1:2: parse error: unexpected \\\".\\\", expected"
            + " the end: only plain vector selectors can be asked for; names with such characters"
            + " stand in quotes, as in {\\\"a.b\\\",\\\"c.d\\\"=\\\"e\\\"}, in: a.b",
      })
  void aBadParameterIsNamed(String query, String start, String end, String step, String error) {
    QueryApi.Answered answered = api.queryRange(parameters(query, start, end, step));

    assertThat(answered.status()).isEqualTo(400);
    assertThat(text(answered))
        .isEqualTo(
            "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"%s\"}".formatted(error));
  }

  @Test
  void tooManyPointsAreRefused() throws IOException {
    history.sample(
        2_000_000,
        into -> {
          for (int i = 0; i < 2_000; i++) {
            put(into, "many", "x" + i, i);
          }
        });

    QueryApi.Answered answered = api.queryRange(parameters("many", "2000", "2299", "1"));

    assertThat(answered.status()).isEqualTo(422);
    assertThat(text(answered)).contains("\"execution\"", "too many points, the limit is 500000");
  }

  @Test
  void theSeriesOfARangeAreListed() {
    assertThat(text(api.series(Map.of("match[]", List.of("a", "b{of!=\"\"}")))))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"__name__\":\"a\",\"of\":\"\\\"\\u000a\"},"
                + "{\"__name__\":\"b\",\"of\":\"x\"}]}");
    assertThat(
            text(
                api.series(
                    Map.of(
                        "match[]", List.of("{of!=\"\"}"),
                        "start", List.of("1031"),
                        "end", List.of("1045")))))
        .isEqualTo("{\"status\":\"success\",\"data\":[{\"__name__\":\"b\",\"of\":\"x\"}]}");
  }

  @Test
  void aHistoryThatIsClosedIsUnavailable() {
    history.close();

    assertThat(api.series(Map.of("match[]", List.of("a"))).status()).isEqualTo(503);
  }

  private String range(String query, String start, String end, String step) {
    QueryApi.Answered answered = api.queryRange(parameters(query, start, end, step));
    assertThat(answered.status()).as(text(answered)).isEqualTo(200);
    return text(answered);
  }

  private static Map<String, List<String>> parameters(
      String query, String start, String end, String step) {
    return Map.of(
        "query", List.of(query),
        "start", List.of(start),
        "end", List.of(end),
        "step", List.of(step));
  }

  private static String text(QueryApi.Answered answered) {
    return UTF_8.decode(answered.json().duplicate()).toString();
  }
}
