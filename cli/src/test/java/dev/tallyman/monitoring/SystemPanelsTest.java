package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The panels of the five systems on the page show metrics that the Grafana dashboards show too. */
final class SystemPanelsTest {
  private static final Pattern METRIC =
      Pattern.compile("(?:rate|growth|value|average|quantile)\\(\"[^\"]+\", \"([a-z0-9_]+)\"");

  @Test
  void everyPanelShowsAMetricOfTheSystemsDocuments() throws IOException {
    String panels =
        Files.readString(
            Repository.file(
                "dashboard-api/src/main/resources/dev/tallyman/dashboard/page/systems.js"));
    String dashboards = dashboards();
    TreeSet<String> metrics = new TreeSet<>();
    Matcher found = METRIC.matcher(panels);
    while (found.find()) {
      metrics.add(found.group(1));
    }

    assertThat(metrics).hasSizeGreaterThan(30).allMatch(metric -> dashboards.contains(metric));
  }

  private static String dashboards() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(Repository.file("monitoring/dashboards"))) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.append(Files.readString(Repository.file("monitoring/dashboard.json"))).toString();
  }
}
