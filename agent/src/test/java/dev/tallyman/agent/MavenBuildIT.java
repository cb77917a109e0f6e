package dev.tallyman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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

  @TempDir Path temporary;

  @Test
  void aBuildIsAsItWasAndItsJvmIsOnThePage() throws Exception {
    Files.writeString(temporary.resolve("pom.xml"), POM);
    String agent = "-javaagent:" + Jvm.AGENT + "=delay=0";

    assertThat(build(agent)).isEqualTo(build("")).contains("BUILD SUCCESS");

    try (TestAggregator aggregator = new TestAggregator(tallies(), temporary.resolve("archive"))) {
      assertThat(aggregator.page().value("process_cpu_seconds_total")).isPositive();
    }
  }

  /** What the build prints, but for its times. */
  private String build(String options) throws IOException, InterruptedException {
    Path output = temporary.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("mvn", "-B", "-o", "-Dstyle.color=never", "validate")
            .directory(temporary.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("MAVEN_OPTS", options);
    builder.environment().put("PROMETHEUS_METRICS_ENABLED", "true");
    builder.environment().put("PROMETHEUS_MULTIPROC_DIR", tallies().toString());
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
