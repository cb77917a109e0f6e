package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of events, from a worker in this JVM. */
@Timeout(60)
class LiveEventsTest {
  private static final String EVENTS = "/api/v1/events?every=1";

  private final ServedApi api = new ServedApi("");
  private final List<Stream> streams = new ArrayList<>();

  private record Stream(BufferedReader lines) {
    JsonNode tick() throws Exception {
      String line = lines.readLine();
      while (line != null && !line.startsWith("data: ")) {
        line = lines.readLine();
      }
      return line == null
          ? MissingNode.getInstance()
          : ServedApi.JSON.readTree(line.substring("data: ".length()));
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (Stream stream : streams) {
      stream.lines().close();
    }
    api.close();
  }

  @Test
  void aTickTellsWhatHappenedSinceTheOneBefore() throws Exception {
    Stream stream = open();
    JsonNode first = stream.tick();
    assertThat(first.get("up").asBoolean()).isTrue();
    assertThat(first.get("calls_per_second").isNull()).isTrue();

    api.aggregator.answers(
        200,
        CannedAggregator.TEXT,
        "http_requests_total{status=\"200\"} 166\nhttp_requests_total{status=\"500\"} 35\n");

    JsonNode second = stream.tick();
    double seconds = second.get("time").asDouble() - first.get("time").asDouble();
    assertThat(second.get("calls_per_second").asDouble() * seconds).isBetween(99.9, 100.1);
    assertThat(second.get("error_ratio").asDouble()).isEqualTo(0.25);
  }

  @Test
  void anAggregatorThatIsDownIsToldAndTheStreamGoesOn() throws Exception {
    Stream stream = open();
    assertThat(stream.tick().get("up").asBoolean()).isTrue();

    api.aggregator.answers(500, "text/plain", "");
    assertThat(stream.tick().get("up").asBoolean()).isFalse();

    api.aggregator.answers(200, CannedAggregator.TEXT, ServedApi.PAGE);
    JsonNode back = stream.tick();
    assertThat(back.get("up").asBoolean()).isTrue();
    assertThat(back.get("calls_per_second").isNull()).isTrue();
  }

  /** The worker has 16 threads. */
  @Test
  void streamsHoldNoThreadsAndShareWhatTheyAskFor() throws Exception {
    for (int i = 0; i < 50; i++) {
      open();
    }
    for (Stream stream : streams) {
      assertThat(stream.tick().get("up").asBoolean()).isTrue();
    }

    assertThat(api.get("/health").statusCode()).isEqualTo(200);
    assertThat(api.aggregator.askedTimes()).isLessThan(25);
  }

  @Test
  void aHeadIsToldWhatAStreamWouldBeAndNoMore() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.server().port() + EVENTS))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20))
            .build();

    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(head, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void streamsEndWhenTheWorkerDrains() throws Exception {
    Stream stream = open();
    stream.tick();

    long begun = System.nanoTime();
    assertThat(api.server().stop(Duration.ofSeconds(30))).isTrue();

    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(10);
    JsonNode last = stream.tick();
    while (!last.isMissingNode()) {
      last = stream.tick();
    }
  }

  private Stream open() throws Exception {
    HttpResponse<InputStream> answer = api.get(EVENTS, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    Stream stream =
        new Stream(
            new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
    streams.add(stream);
    return stream;
  }
}
