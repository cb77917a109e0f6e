package dev.tallyman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Maven build with the agent in it. */
@Tag("slow")
@Timeout(180)
class MavenBuildIT {
  private static final String POM =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>test</groupId>
        <artifactId>test</artifactId>
        <version>1</version>
        <packaging>pom</packaging>
      </project>
      """;

  /** A module beside ours, for the plugins that a build with forked tests takes. */
  private static final String POM_WITH_TESTS =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <parent>
          <groupId>dev.tallyman</groupId>
          <artifactId>tallyman</artifactId>
          <version>${version}</version>
          <relativePath>${parent}</relativePath>
        </parent>
        <artifactId>test</artifactId>
      </project>
      """;

  private static final String TEST =
      """
      class ForkedTest {
        @org.junit.jupiter.api.Test
        void rests() throws InterruptedException {
          new java.util.concurrent.CountDownLatch(1)
              .await(1500, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
      }
      """;

  private static final Pattern VERSION =
      Pattern.compile("<artifactId>tallyman</artifactId>\\s*<version>([^<]+)</version>");

  private static final String AGENT = "-javaagent:" + Jvm.AGENT + "=delay=0";

  @TempDir Path temporary;

  @Test
  void aBuildIsAsItWasAndItsJvmIsOnThePage() throws Exception {
    Files.writeString(temporary.resolve("pom.xml"), POM);

    assertThat(build(Map.of("MAVEN_OPTS", AGENT), "validate"))
        .isEqualTo(build(Map.of(), "validate"))
        .contains("BUILD SUCCESS");

    try (TestAggregator aggregator = new TestAggregator(tallies(), temporary.resolve("archive"))) {
      assertThat(aggregator.page().value("process_cpu_seconds_total")).isPositive();
    }
  }

  @Test
  void theJvmOfItsTestsRecordsTooAndWithBothVariablesNoneRecordsTwice() throws Exception {
    Path parent = Path.of("../pom.xml").toRealPath();
    Matcher version = VERSION.matcher(Files.readString(parent));
    assertThat(version.find()).isTrue();
    Files.writeString(
        temporary.resolve("pom.xml"),
        POM_WITH_TESTS
            .replace("${version}", version.group(1))
            .replace("${parent}", temporary.toRealPath().relativize(parent).toString()));
    Path tests = Files.createDirectories(temporary.resolve("src/test/java"));
    Files.writeString(tests.resolve("ForkedTest.java"), TEST);

    assertThat(
            build(
                Map.of("MAVEN_OPTS", AGENT, Jvm.OPTIONS, AGENT),
                "-Dquick",
                "-DskipTests=false",
                "test"))
        .contains("Tests run: 1, Failures: 0");

    try (Stream<Path> files = Files.list(tallies())) {
      assertThat(files.filter(file -> file.toString().endsWith(".tally"))).hasSize(2);
    }
  }

  /** What the build prints, but for its times. */
  private String build(Map<String, String> environment, String... goals)
      throws IOException, InterruptedException {
    Path output = temporary.resolve("output");
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-o", "-Dstyle.color=never"));
    command.addAll(List.of(goals));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temporary.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("MAVEN_OPTS", "");
    builder.environment().put("PROMETHEUS_METRICS_ENABLED", "true");
    builder.environment().put("PROMETHEUS_MULTIPROC_DIR", tallies().toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output).replaceAll("(?m)^.*(Total time|Finished at).*$", "");
  }

  private Path tallies() {
    return temporary.resolve("tallies");
  }
}
