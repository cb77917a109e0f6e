package dev.tallyman.docs;

import dev.tallyman.model.Family;
import dev.tallyman.model.MetricType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Writes {@code docs/metrics.md}. */
final class MetricsPage {
  private static final String BEGIN =
      """
      # Metrics

      Every metric of the project. This page is generated from the code; `MetricsPageTest` fails
      when it is out of date, and writes it with

      ```
      mvn -pl cli -am test -Dtest=MetricsPageTest -Dtallyman.docs.write=true \\
        -Dsurefire.failIfNoSpecifiedTests=false
      ```

      ## Of an application

      One section for each package under `dev.tallyman.instrumentation`. Names are shown without a
      prefix, which is the application's choice (`chedweb_`, `digital_actors_`), but for the tasks,
      whose prefix `celery_` can be another one. Buckets are those used if none are given. An
      application has only the metrics that it registers.

      The column *over the workers* says what becomes of the values of several workers; for a gauge
      it is the mode, as the ten modes of client_python are called. A mode that begins with `live`
      leaves with its worker. Where there are two, the application says whether the thing is each
      worker's own or shared by all.
      """;

  private static final String BEGIN_AGGREGATOR =
      """

      ## Of the aggregator

      There is one aggregator, so nothing is put together.
      """;

  private MetricsPage() {}

  static String render() {
    StringBuilder page = new StringBuilder(BEGIN);
    for (Domain domain : Domains.ofInstrumentation()) {
      page.append("\n### ").append(domain.title()).append("\n\n");
      table(page, domain, true);
      buckets(page, domain);
    }
    page.append(BEGIN_AGGREGATOR).append('\n');
    table(page, Domains.ofTheAggregator(), false);
    buckets(page, Domains.ofTheAggregator());
    return page.toString();
  }

  private static void table(StringBuilder page, Domain domain, boolean ofWorkers) {
    String column = ofWorkers ? " over the workers |" : "";
    String line = ofWorkers ? " --- |" : "";
    page.append("| metric | type | labels | unit |").append(column).append(" meaning |\n");
    page.append("| --- | --- | --- | --- |").append(line).append(" --- |\n");
    for (List<Family> variants : byName(domain).values()) {
      Family family = variants.get(0);
      page.append("| `").append(sampleName(family)).append("` | ").append(type(family));
      page.append(" | ").append(labels(family)).append(" | ").append(unit(family));
      if (ofWorkers) {
        page.append(" | ").append(overTheWorkers(variants));
      }
      page.append(" | ").append(family.help()).append(" |\n");
    }
  }

  private static void buckets(StringBuilder page, Domain domain) {
    Map<String, List<String>> namesByBounds = new LinkedHashMap<>();
    for (List<Family> variants : byName(domain).values()) {
      Family family = variants.get(0);
      if (family.type() == MetricType.HISTOGRAM) {
        String bounds =
            family.upperBounds().stream()
                .map(MetricsPage::number)
                .collect(Collectors.joining(", "));
        namesByBounds
            .computeIfAbsent(bounds, key -> new ArrayList<>())
            .add("`" + family.name() + "`");
      }
    }
    namesByBounds.forEach(
        (bounds, names) ->
            page.append("\nBuckets of ")
                .append(String.join(", ", names))
                .append(": ")
                .append(bounds)
                .append(".\n"));
  }

  private static Map<String, List<Family>> byName(Domain domain) {
    return domain.families().stream()
        .collect(Collectors.groupingBy(Family::name, LinkedHashMap::new, Collectors.toList()));
  }

  private static String sampleName(Family family) {
    return switch (family.type()) {
      case COUNTER -> family.name() + "_total";
      case INFO -> family.name() + "_info";
      case GAUGE, HISTOGRAM, SUMMARY, STATE_SET, NATIVE_HISTOGRAM, QUANTILE_SUMMARY ->
          family.name();
    };
  }

  private static String type(Family family) {
    return family.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String labels(Family family) {
    return family.labelNames().stream()
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(", "));
  }

  /** The unit that is said, or else the one that the name tells. */
  private static String unit(Family family) {
    if (!family.unit().isEmpty()) {
      return family.unit();
    }
    return family.name().contains("_bytes") ? "bytes" : "";
  }

  private static String overTheWorkers(List<Family> variants) {
    return switch (variants.get(0).type()) {
      case COUNTER, HISTOGRAM, SUMMARY, NATIVE_HISTOGRAM, QUANTILE_SUMMARY ->
          "sum, the dead included";
      case INFO -> "union, the dead included";
      case STATE_SET -> "union of the live";
      case GAUGE ->
          variants.stream()
              .map(family -> "`" + Objects.requireNonNull(family.gaugeMode()).label() + "`")
              .distinct()
              .collect(Collectors.joining(" or "));
    };
  }

  private static String number(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }
}
