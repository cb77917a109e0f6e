package dev.tallyman.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/metrics.md");

  @Test
  void thePageIsCurrent() throws IOException {
    String page = MetricsPage.render();
    if (Boolean.getBoolean("tallyman.docs.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  @Test
  void everyPackageOfInstrumentationIsOnThePage() throws IOException {
    Path packages = ROOT.resolve("instrumentation/src/main/java/dev/tallyman/instrumentation");
    List<String> titles = Domains.ofInstrumentation().stream().map(Domain::title).toList();

    try (Stream<Path> all = Files.list(packages)) {
      assertThat(new TreeSet<>(titles))
          .containsExactlyElementsOf(
              all.map(each -> each.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void everyMetricOfInstrumentationHasAHelp() {
    assertThat(Domains.ofInstrumentation())
        .flatExtracting(Domain::families)
        .allSatisfy(family -> assertThat(family.help()).endsWith("."));
  }
}
