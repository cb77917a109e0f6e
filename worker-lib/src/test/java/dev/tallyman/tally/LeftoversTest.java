package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker that was killed while it made its file leaves behind. */
class LeftoversTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path directory;

  @Test
  void oldHiddenFilesThatNobodyHoldsAreRemoved() throws Exception {
    Path old = file(".a.tally.new", Duration.ofMinutes(2));
    Path fresh = file(".b.tally.new", Duration.ofSeconds(59));
    Path inSight = file("c.tally", Duration.ofDays(1));
    Path foreign = file(".hidden", Duration.ofDays(1));

    assertThat(Leftovers.remove(directory, NOW.minus(Duration.ofMinutes(1)))).isOne();

    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
    assertThat(inSight).exists();
    assertThat(foreign).exists();
  }

  @Test
  void aFileThatIsBeingMadeByThisProcessStays() throws Exception {
    TallyHeader header = TallyHeader.ofThisProcess("", null, Clock.systemUTC());
    try (TallyFile file = TallyFile.create(directory, header)) {
      Path hidden = directory.resolve("." + file.path().getFileName() + ".new");
      Files.setLastModifiedTime(hidden, FileTime.from(NOW.minus(Duration.ofDays(1))));

      assertThat(Leftovers.remove(directory, NOW)).isZero();

      assertThat(hidden).exists();
    }
  }

  @Test
  void aMissingDirectoryHasNone() throws Exception {
    assertThat(Leftovers.remove(directory.resolve("missing"), NOW)).isZero();
  }

  private Path file(String name, Duration age) throws Exception {
    Path file = Files.writeString(directory.resolve(name), "zeros");
    return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
  }
}
