package dev.tallyman.agent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A page of metrics, as text. */
record Page(Map<String, String> types, Map<Sample, Double> samples) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([^{ #]+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** The name and the labels of a sample, whatever their order on the page. */
  record Sample(String name, SortedMap<String, String> labels) {
    static Sample of(String name, String... labels) {
      SortedMap<String, String> sorted = new TreeMap<>();
      for (int i = 0; i < labels.length; i += 2) {
        sorted.put(labels[i], labels[i + 1]);
      }
      return new Sample(name, sorted);
    }

    Sample with(String label, String value) {
      SortedMap<String, String> more = new TreeMap<>(labels);
      more.put(label, value);
      return new Sample(name, more);
    }
  }

  static Page at(String url) throws IOException, InterruptedException {
    return parse(get(url));
  }

  static String get(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Accept", "text/plain, */*;q=0.1")
            .timeout(Duration.ofSeconds(60))
            .build();
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  static Page parse(String text) {
    Map<String, String> types = new LinkedHashMap<>();
    Map<Sample, Double> samples = new LinkedHashMap<>();
    text.lines()
        .forEach(
            line -> {
              Matcher type = TYPE.matcher(line);
              Matcher sample = SAMPLE.matcher(line);
              if (type.matches()) {
                types.put(type.group(1), type.group(2));
              } else if (sample.matches()) {
                samples.put(
                    Sample.of(sample.group(1), labels(sample.group(2))), number(sample.group(3)));
              }
            });
    return new Page(types, samples);
  }

  /** The value of a sample, or 0 if it is not on the page. */
  double value(String name, String... labels) {
    return samples.getOrDefault(Sample.of(name, labels), 0.0);
  }

  double value(Sample sample) {
    return samples.getOrDefault(sample, 0.0);
  }

  private static String[] labels(@Nullable String text) {
    List<String> labels = new ArrayList<>();
    if (text != null) {
      Matcher label = LABEL.matcher(text);
      while (label.find()) {
        labels.add(label.group(1));
        labels.add(label.group(2));
      }
    }
    return labels.toArray(String[]::new);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
