package dev.tallyman.instrumentation;

import dev.tallyman.bridge.RegistryCollector;
import dev.tallyman.metrics.MetricRegistry;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What a registry looks like on a page that Prometheus' own client writes. */
public final class Exposed {
  private static final Pattern CREATED = Pattern.compile("(?:# TYPE |# HELP )?\\w+_created\\b.*");

  private Exposed() {}

  /** The samples, {@code name{label="value",} 1.0} each, in alphabetical order. */
  public static List<String> samples(MetricRegistry registry) {
    return lines(registry).stream().filter(line -> !line.startsWith("#")).sorted().toList();
  }

  /** The types, {@code name type} each, in alphabetical order. */
  public static List<String> types(MetricRegistry registry) {
    return lines(registry).stream()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.substring("# TYPE ".length()))
        .sorted()
        .toList();
  }

  /** The upper bounds of a histogram's buckets, as they are written. */
  public static List<String> bounds(MetricRegistry registry, String name) {
    Pattern bound = Pattern.compile("^" + name + "_bucket\\{.*le=\"([^\"]+)\".*");
    return lines(registry).stream()
        .flatMap(line -> bound.matcher(line).results())
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }

  private static List<String> lines(MetricRegistry registry) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create()
          .write(page, new RegistryCollector(registry).collect(), EscapingScheme.ALLOW_UTF8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !CREATED.matcher(line).matches())
        .toList();
  }
}
