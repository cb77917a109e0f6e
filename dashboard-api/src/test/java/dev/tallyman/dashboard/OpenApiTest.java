package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The document, and what the routes really answer: neither says more than the other. */
class OpenApiTest {
  private static final String EVENTS = "/api/v1/events";

  private final ServedApi api = new ServedApi("");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void everyRouteIsInTheDocumentAndNoOther() throws Exception {
    Set<String> served = new TreeSet<>();
    new ApiRoutes(
            DashboardConfig.of("127.0.0.1", 0, URI.create("http://127.0.0.1:1")),
            ForkJoinPool.commonPool(),
            new ScheduledExecutorScheduler())
        .routes().stream()
            .map(route -> route.path().replace(Route.ALL_BELOW, "/{id}"))
            .filter(path -> path.startsWith("/api/"))
            .forEach(served::add);
    Set<String> documented = new TreeSet<>();
    document().get("paths").fieldNames().forEachRemaining(documented::add);

    assertThat(documented).isEqualTo(served);
  }

  @Test
  void everyAnswerHasTheFieldsOfTheDocumentAndNoOthers() throws Exception {
    api.history.answers(
        200,
        Reply.JSON,
        ServedApi.matrix(
            "{\"metric\":{\"method\":\"GET\",\"endpoint\":\"/a\",\"le\":\"+Inf\"},\"values\":["
                + point(-60, 1)
                + ","
                + point(0, 5)
                + "]}"));
    for (String path : paths()) {
      if (!path.equals(EVENTS)) {
        String asked = asked(path) + examples(path);
        assertThat(violations(schema(path, "200", Reply.JSON), api.json(asked)))
            .as(asked)
            .isEmpty();
      }
    }
    JsonNode all = api.json("/api/v1/summary?mode=all");
    assertThat(violations(schema("/api/v1/summary", "200", Reply.JSON), all)).isEmpty();
  }

  @Test
  void answersWithoutAggregatorAreInTheDocumentToo() throws Exception {
    api.aggregator.close();
    api.history.close();
    for (String path : paths()) {
      if (!path.equals(EVENTS)) {
        assertInDocument(path, api.get(asked(path) + examples(path)));
      }
    }
  }

  @Test
  void parametersThatAreNotInTheDocumentAreRefusedAndNamed() throws Exception {
    for (String path : paths()) {
      HttpResponse<String> answer = api.get(asked(path) + "?no-such=1");

      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertInDocument(path, answer);
      assertThat(ServedApi.JSON.readTree(answer.body()).get("parameter").asText())
          .isEqualTo("no-such");
    }
  }

  @Test
  void everyTickHasTheFieldsOfTheDocument() throws Exception {
    HttpResponse<InputStream> answer =
        api.get(EVENTS + examples(EVENTS), HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("data: ")) {
        line = lines.readLine();
      }
      JsonNode tick = ServedApi.JSON.readTree(String.valueOf(line).substring("data: ".length()));

      assertThat(violations(schema(EVENTS, "200", "text/event-stream"), tick)).isEmpty();
    }
  }

  private void assertInDocument(String path, HttpResponse<String> answer) throws Exception {
    String type = answer.headers().firstValue("Content-Type").orElseThrow();
    assertThat(
            violations(
                schema(path, Integer.toString(answer.statusCode()), type),
                ServedApi.JSON.readTree(answer.body())))
        .as(path + ": " + answer.body())
        .isEmpty();
  }

  private JsonNode document() throws Exception {
    return api.json("/api/openapi.json");
  }

  private List<String> paths() throws Exception {
    List<String> paths = new ArrayList<>();
    document().get("paths").fieldNames().forEachRemaining(paths::add);
    return paths;
  }

  private static String asked(String path) {
    return path.replace("{id}", ServedApi.WORKER_ID);
  }

  /** All parameters of a route's query, as the document's examples have them. */
  private String examples(String path) throws Exception {
    StringBuilder query = new StringBuilder("?");
    for (JsonNode parameter : document().at("/paths").get(path).at("/get/parameters")) {
      JsonNode named = resolved(parameter);
      if (named.get("in").asText().equals("path")) {
        continue;
      }
      String name = named.get("name").asText();
      List<String> values = new ArrayList<>();
      JsonNode example = named.get("example");
      if (example.isArray()) {
        example.forEach(value -> values.add(value.asText()));
      } else {
        values.add(example.asText());
      }
      String value =
          String.join(named.path("explode").asBoolean(true) ? "&" + name + "=" : ",", values);
      query
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
          .append('&');
    }
    return query.substring(0, query.length() - 1);
  }

  private JsonNode schema(String path, String status, String type) throws Exception {
    JsonNode response =
        resolved(document().get("paths").get(path).at("/get/responses").path(status));
    JsonNode schema = response.path("content").path(type).path("schema");
    assertThat(schema.isObject()).as(path + " " + status + " " + type).isTrue();
    return schema;
  }

  private JsonNode resolved(JsonNode node) throws Exception {
    return node.has("$ref") ? document().at(node.get("$ref").asText().substring(1)) : node;
  }

  private Set<ValidationMessage> violations(JsonNode schema, JsonNode answer) throws Exception {
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", document().get("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole)
        .validate(answer);
  }

  private static String point(long secondsFromNow, double value) {
    return "[" + (System.currentTimeMillis() / 1_000 + secondsFromNow) + ",\"" + value + "\"]";
  }
}
