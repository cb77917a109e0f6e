package dev.tallyman.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Scrapes the aggregator under test and picks samples from the page. */
final class Scraper {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI page;

  Scraper(int port) {
    this.page = URI.create("http://127.0.0.1:" + port + "/metrics/");
  }

  String page() throws IOException, InterruptedException {
    return page("text/plain");
  }

  /** OpenMetrics, with the lines that say when series began. */
  String openMetrics() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(page.resolve("?created=true"))
            .header("Accept", "application/openmetrics-text")
            .timeout(Duration.ofSeconds(30))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** The page as Prometheus scrapes it for native histograms. */
  byte[] protobuf() throws IOException, InterruptedException {
    String accept =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
    HttpRequest request =
        HttpRequest.newBuilder(page)
            .header("Accept", accept)
            .timeout(Duration.ofSeconds(30))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
  }

  /** What is at a path. */
  String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(page.resolve(path)).timeout(Duration.ofSeconds(30)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private String page(String accept) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(page)
                .header("Accept", accept)
                .timeout(Duration.ofSeconds(30))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  /** The value of the sample that is written so, or 0 if it is not on the page. */
  double value(String sample) throws IOException, InterruptedException {
    return value(page(), sample).orElse(0.0);
  }

  /** All samples of workers with their times of creation, one a line, in order. */
  String samples() throws IOException, InterruptedException {
    return page("application/openmetrics-text")
        .lines()
        .filter(line -> !line.startsWith("#") && !line.startsWith("tallyman_"))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  static Optional<Double> value(String page, String sample) {
    return page.lines()
        .filter(line -> line.startsWith(sample + " "))
        .map(line -> Double.valueOf(line.substring(sample.length() + 1)))
        .findFirst();
  }
}
