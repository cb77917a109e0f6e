package dev.tallyman.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.dashboard.DashboardConfig;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.MetricsConfig;
import dev.tallyman.model.FamilyView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works, and what it lists is all there is. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern JAVA =
      Pattern.compile("```java\n(.*?)\n\n(.*?)\n\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern DEPENDENCY =
      Pattern.compile("```xml\n<dependency>\n(.*?)</dependency>", Pattern.DOTALL);
  private static final Pattern SETTING = Pattern.compile("\\| `([A-Z_]+)` \\| (\\S+) \\|");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  private final String readme = read("README.md");
  @TempDir Path directory;

  @Test
  void theExampleCompilesAndCounts() throws Exception {
    Matcher example = JAVA.matcher(readme);
    assertThat(example.find()).isTrue();
    Path source =
        Files.writeString(
            directory.resolve("Example.java"),
            example.group(1)
                + "\npublic class Example implements Runnable {\n"
                + example.group(2)
                + "\npublic void run() {\n"
                + example.group(3)
                + "\n}}");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");
    assertThat(compiler.run(null, null, null, "-cp", classPath, source.toString())).isZero();

    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      Class<?> compiled = loader.loadClass("Example");
      ((Runnable) compiled.getDeclaredConstructor().newInstance()).run();
    }

    FamilyView counted =
        MetricRegistry.defaultRegistry().read().stream()
            .filter(view -> view.family().name().equals("http_requests"))
            .findAny()
            .orElseThrow();
    assertThat(counted.series().get(0).value()).isEqualTo(1);
  }

  @Test
  void theDependencyIsWhatTheBuildInstalls() {
    Matcher dependency = DEPENDENCY.matcher(readme);
    assertThat(dependency.find()).isTrue();
    String pom = read("worker-lib/pom.xml");

    for (String line : dependency.group(1).lines().map(String::strip).toList()) {
      assertThat(pom).contains(line);
    }
  }

  @Test
  void theSettingsAreThoseOfTheProgramWithTheirDefaults() {
    Map<String, String> listed = new TreeMap<>();
    SETTING.matcher(readme).results().forEach(row -> listed.put(row.group(1), row.group(2)));
    assertThat(listed)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry(MetricsConfig.ENABLED, "`false`"),
                Map.entry(MetricsConfig.DIRECTORY, "`" + MetricsConfig.DEFAULT_DIRECTORY + "`"),
                Map.entry(MetricsConfig.WORKER_NAME, "none"),
                Map.entry(MetricsConfig.MAX_SERIES, "`" + MetricsConfig.DEFAULT_MAX_SERIES + "`"),
                Map.entry(AggregatorConfig.PORT, "`" + AggregatorConfig.DEFAULT_PORT + "`"),
                Map.entry(AggregatorConfig.HOST, "`" + AggregatorConfig.DEFAULT_HOST + "`"),
                Map.entry(AggregatorConfig.TOKEN, "none"),
                Map.entry(
                    AggregatorConfig.ARCHIVE,
                    "`" + AggregatorConfig.archiveBeside(MetricsConfig.DEFAULT_DIRECTORY) + "`"),
                Map.entry(
                    AggregatorConfig.GAUGE_RETENTION,
                    "`" + ArchiveRules.DEFAULT.gaugeRetention().toMinutes() + "m`"),
                Map.entry(
                    AggregatorConfig.HISTORY_INTERVAL,
                    "`" + HistoryRules.DEFAULT.interval().toSeconds() + "s`"),
                Map.entry(
                    AggregatorConfig.HISTORY_RETENTION,
                    "`" + HistoryRules.DEFAULT.retention().toHours() + "h`"),
                Map.entry(
                    AggregatorConfig.HISTORY_BYTES,
                    "`" + (HistoryRules.DEFAULT.bytes() >> 20) + "MiB`"),
                Map.entry(AggregatorConfig.GAUGE_MODES, "none"),
                Map.entry(DashboardConfig.PROMETHEUS, "none"),
                Map.entry(AggregatorConfig.SERIES_EXPIRY, "none")));
  }

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> links = LINK.matcher(readme).results().map(MatchResult::group).toList();
    assertThat(links).isNotEmpty();
    LINK.matcher(readme)
        .results()
        .forEach(link -> assertThat(ROOT.resolve(link.group(1))).exists());
  }

  private static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
