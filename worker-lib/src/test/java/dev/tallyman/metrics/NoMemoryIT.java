package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.tally.ChildJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that is out of direct memory pays with its metrics, not with its time. */
@Timeout(120)
class NoMemoryIT {
  @Test
  void recordingsAreDroppedQuicklyAndCountedOnceThereIsMemory() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(MemoryHog.class));
    builder.environment().put("JDK_JAVA_OPTIONS", "-XX:MaxDirectMemorySize=1m");
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> lines;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines = in.lines().toList();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

    assertThat(lines).hasSize(2);
    String[] first = lines.get(0).split(" ", -1);
    assertThat(Long.parseLong(first[0])).as("dropped").isEqualTo(40_000);
    assertThat(Long.parseLong(first[1])).as("milliseconds").isLessThan(10_000);
    assertThat(Double.parseDouble(lines.get(1))).isPositive();
  }
}
