package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The routes that tell of the past and of the fleet, between two servers that always answer the
 * same.
 */
class HistoryRoutesTest {
  private static final String RANGE = "&from=1000000&to=1000060&step=30";

  private final ServedApi api = new ServedApi("");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aRateIsPerSecondAndAlignedWithTheTimes() throws Exception {
    api.history.answers(
        200,
        Reply.JSON,
        ServedApi.matrix(
            """
            {"metric":{"a":"1","b":"x"},"values":[[999990,"0"],[1000020,"30"],[1000050,"15"]]},
            {"metric":{"a":"1","b":"y"},"values":[[999990,"0"],[1000020,"60"]]}
            """));

    JsonNode series = api.json("/api/v1/series?metric=m_total&fn=rate&by=a" + RANGE);

    assertThat(series)
        .isEqualTo(
            ServedApi.JSON.readTree(
                """
                {"metric":"m_total","fn":"rate","unit":"1/s","from":1000020,"to":1000050,"step":30,
                 "times":[1000020,1000050],"series":[{"labels":{"a":"1"},"values":[3,0.5]}],
                 "truncated":false,"missing":[]}
                """));
    assertThat(api.history.lastAsked().uri().getQuery())
        .isEqualTo("query=m_total&start=999990.000&end=1000050.000&step=30.000");
  }

  @Test
  void aValueIsAsItIsAndWhatIsNotKnownIsNull() throws Exception {
    api.history.answers(
        200,
        Reply.JSON,
        ServedApi.matrix("{\"metric\":{\"a\":\"1\"},\"values\":[[1000050,\"0.25\"]]}"));

    JsonNode series = api.json("/api/v1/series?metric=m_bytes&match=a!=2&match=b=" + RANGE);

    assertThat(series.at("/series/0/values")).isEqualTo(ServedApi.JSON.readTree("[null,0.25]"));
    assertThat(series.get("unit").asText()).isEqualTo("bytes");
    assertThat(api.history.lastAsked().uri().getQuery()).contains("m_bytes{a!=\"2\",b=\"\"}");
  }

  @Test
  void aQuantileIsThatOfEachStep() throws Exception {
    api.history.answers(
        200,
        Reply.JSON,
        ServedApi.matrix(
            """
            {"metric":{"le":"1"},"values":[[999990,"0"],[1000020,"10"],[1000050,"10"]]},
            {"metric":{"le":"+Inf"},"values":[[999990,"0"],[1000020,"10"],[1000050,"10"]]}
            """));

    JsonNode series = api.json("/api/v1/series?metric=m_seconds&fn=quantile&q=.5" + RANGE);

    assertThat(series.at("/series/0"))
        .isEqualTo(ServedApi.JSON.readTree("{\"labels\":{},\"values\":[0.5,null]}"));
    assertThat(api.history.lastAsked().uri().getQuery()).contains("m_seconds_bucket");
  }

  @Test
  void moreSeriesThanAnybodyCanReadAreCut() throws Exception {
    StringBuilder many = new StringBuilder("{}");
    for (int i = 0; i < SeriesApi.MOST_SERIES; i++) {
      many.append(",{\"metric\":{\"a\":\"").append(i).append("\"}}");
    }
    api.history.answers(200, Reply.JSON, ServedApi.matrix(many.toString()));

    JsonNode series = api.json("/api/v1/series?metric=m" + RANGE);

    assertThat(series.get("series")).hasSize(SeriesApi.MOST_SERIES);
    assertThat(series.get("truncated").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "series|metric",
        "series?metric=a%7B|metric",
        "series?metric=a&metric=b|metric",
        "series?metric=a&fn=sum|fn",
        "series?metric=a&q=1.5|q",
        "series?metric=a&q=NaN|q",
        "series?metric=a&by=a-b|by",
        "series?metric=a&match=a|match",
        "series?metric=a&from=yesterday|from",
        "series?metric=a&from=-1y|from",
        "series?metric=a&to=-2h|from",
        "series?metric=a&from=-32d|from",
        "series?metric=a&to=|to",
        "series?metric=a&step=0|step",
        "series?metric=a&step=-5|step",
        "series?metric=a&from=-1d&step=1s|step",
        "series?metric=a&from=1000001&to=1000002&step=1h|step",
        "summary?mode=both|mode",
        "summary?from=-400d|from",
        "summary?step=15|step",
        "events?every=0|every",
        "events?every=61|every",
        "fleet?x=|x",
        "metrics?name=|name"
      })
  void aParameterThatMakesNoSenseIsNamed(String asked, String parameter) throws Exception {
    HttpResponse<String> answer = api.get("/api/v1/" + asked);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(ServedApi.JSON.readTree(answer.body()).get("parameter").asText())
        .isEqualTo(parameter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=2026-11-21T14:00:00Z&to=2026-11-21T15:00:00%2B00:00",
        "from=-90s",
        "from=-4w&to=now",
        "from=1000000.25&to=1000100&step=1m",
        "from=-31d"
      })
  void timesAreReadInManyWays(String times) throws Exception {
    assertThat(api.json("/api/v1/series?metric=m&" + times).get("times")).hasSizeBetween(1, 241);
  }

  @ParameterizedTest
  @CsvSource({"404, 503", "500, 502", "401, 502", "400, 400", "422, 413"})
  void aSourceInTroubleIsAProblemThatNamesIt(int status, int expected) throws Exception {
    api.history.answers(status, Reply.JSON, "{\"error\":\"because\"}");

    for (String path : new String[] {"/api/v1/series?metric=m", "/api/v1/summary"}) {
      HttpResponse<String> answer = api.get(path);
      assertThat(answer.statusCode()).isEqualTo(expected);
      assertThat(answer.body()).contains(api.history.uri().toString());
    }
    assertThat(api.get("/api/v1/summary?mode=all").statusCode()).isEqualTo(200);
  }

  @Test
  void theSummaryOfAllTimeIsThatOfThePage() throws Exception {
    assertThat(api.json("/api/v1/summary?mode=all"))
        .isEqualTo(
            ServedApi.JSON.readTree(
                """
                {"mode":"all","from":null,"to":null,"endpoints":[
                 {"method":"GET","endpoint":"/a","calls":100.0,"errors":10.0,"average_seconds":1.25,
                  "p50_seconds":1.0,"p95_seconds":1.9,"p99_seconds":1.98,"total_seconds":125.0},
                 {"method":"GET","endpoint":"/b","calls":1.0,"errors":0.0,"average_seconds":null,
                  "p50_seconds":null,"p95_seconds":null,"p99_seconds":null,"total_seconds":null}],
                 "missing":[]}
                """));
  }

  @Test
  void theCatalogueSaysWhatThePageSays() throws Exception {
    JsonNode metrics = api.json("/api/v1/metrics").get("metrics");

    assertThat(metrics).hasSize(6);
    assertThat(metrics.get(1))
        .isEqualTo(
            ServedApi.JSON.readTree(
                """
                {"name":"http_request_duration_seconds","type":"histogram","help":"Time to\\nanswer.",
                 "unit":"seconds","labels":["endpoint","method"],"series":1}
                """));
    assertThat(metrics.get(0).get("series").asInt()).isEqualTo(3);
    assertThat(metrics.get(5).get("type").asText()).isEqualTo("unknown");
  }

  @Test
  void theFleetIsShownWhetherItIsUpOrNot() throws Exception {
    JsonNode up = api.json("/api/v1/fleet").at("/aggregators/0");
    assertThat(up.get("up").asBoolean()).isTrue();
    assertThat(up.get("version").asText()).isEqualTo("1.2");
    assertThat(up.get("workers").asInt()).isEqualTo(3);
    assertThat(up.get("conflicts").asInt()).isEqualTo(2);
    assertThat(up.get("archive_bytes").isNull()).isTrue();

    api.aggregator.close();

    JsonNode down = api.json("/api/v1/fleet");
    assertThat(down.at("/aggregators/0/up").asBoolean()).isFalse();
    assertThat(down.at("/aggregators/0/workers").isNull()).isTrue();
    assertThat(down.at("/history/source").asText()).isEqualTo("prometheus");
    assertThat(down.at("/history/url").asText()).startsWith(api.history.uri().toString());
  }

  @Test
  void aLargeAnswerIsPackedForThoseWhoTakeThatAndKeptShortly() throws Exception {
    String path = "/api/openapi.json";

    HttpResponse<byte[]> packed =
        api.get(path, HttpResponse.BodyHandlers.ofByteArray(), "Accept-Encoding", "gzip, br");
    HttpResponse<String> plain = api.get(path, "Accept-Encoding", "gzip;q=0");

    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(plain.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    assertThat(plain.headers().firstValue("Cache-Control")).hasValue("private, max-age=5");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
        .isEqualTo(plain.body().getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"summary?mode=all", "series?metric=m", "metrics", "fleet", "events?every=1"})
  void whatTheAggregatorHidesIsShownToThoseWithItsTokenOnly(String path) throws Exception {
    try (ServedApi closed = new ServedApi("secret")) {
      for (String wrong : new String[] {"Bearer wrong", "Basic !", "Basic c2VjcmV0", "secret"}) {
        HttpResponse<String> answer =
            closed.get("/api/v1/" + path, "Authorization", wrong.replace("c2VjcmV0", "OndyCg=="));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
            .contains("Bearer", "Basic");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      }
      assertThat(closed.get("/api/v1/" + path).statusCode()).isEqualTo(401);
      assertThat(closed.aggregator.askedTimes() + closed.history.askedTimes()).isZero();

      String basic =
          "Basic "
              + Base64.getEncoder().encodeToString("any:secret".getBytes(StandardCharsets.UTF_8));
      for (String right : new String[] {"Bearer secret", basic}) {
        assertThat(
                closed
                    .get(
                        "/api/v1/" + path,
                        HttpResponse.BodyHandlers.ofInputStream(),
                        "Authorization",
                        right)
                    .statusCode())
            .isEqualTo(200);
      }
      if (closed.history.askedTimes() > 0) {
        assertThat(closed.history.lastAsked().headers()).doesNotContainKey("Authorization");
      }
    }
  }
}
