package dev.tallyman.examples.bricklayers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.cleanup.CleanupMetrics;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final CleanupMetrics metrics = CleanupMetrics.register(registry);

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void oldFilesGoAndYoungOnesStay() throws Exception {
    Path old = file("old", 61);
    Path young = file("young", 59);

    cleaner(Files::delete).run();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(Totals.of(registry, "cleanup_runs")).isEqualTo(1);
    assertThat(Totals.of(registry, "cleanup_files_deleted")).isEqualTo(1);
    assertThat(Totals.of(registry, "cleanup_bytes_freed")).isEqualTo(5);
    assertThat(Totals.of(registry, "cleanup_errors")).isZero();
  }

  @Test
  void whatCannotBeDeletedIsCountedAndGoesTheNextTime() throws Exception {
    Path old = file("old", 61);

    cleaner(
            file -> {
              throw new FileSystemException(file.toString(), null, "busy");
            })
        .run();
    assertThat(old).exists();
    assertThat(Totals.of(registry, "cleanup_errors")).isEqualTo(1);
    assertThat(Totals.of(registry, "cleanup_files_deleted")).isZero();

    cleaner(Files::delete).run();
    assertThat(old).doesNotExist();
    assertThat(Totals.of(registry, "cleanup_errors")).isEqualTo(1);
  }

  @Test
  void whenTheCleanerDiesAnotherTakesOver() throws Exception {
    Path lock = directory.resolve("lock");
    Duty first = new Duty(lock);
    try (Duty second = new Duty(lock)) {
      assertThat(first.isMine()).isTrue();
      assertThat(second.isMine()).isFalse();
      assertThat(first.isMine()).isTrue();

      first.close();

      assertThat(first.isMine()).isFalse();
      assertThat(second.isMine()).isTrue();
    }
  }

  private Cleaner cleaner(Cleaner.Deletion deletion) {
    return new Cleaner(
        Map.of(directory, Duration.ofSeconds(60)),
        Clock.fixed(NOW, ZoneOffset.UTC),
        deletion,
        metrics);
  }

  private Path file(String name, int ageSeconds) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "brick");
    return Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(ageSeconds)));
  }
}
