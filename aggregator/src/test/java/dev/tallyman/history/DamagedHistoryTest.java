package dev.tallyman.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history is worth less than a page that is served: no damage to it ends anything. */
class DamagedHistoryTest {
  private static final int PAGE_BYTES = 4096;

  @TempDir Path directory;
  private Path data;

  @BeforeEach
  void record() throws IOException {
    data = directory.resolve("data.mdb");
    try (History history = History.open(directory, HistoryRules.DEFAULT)) {
      for (int tick = 1; tick <= Block.TICKS + 3; tick++) {
        history.sample(tick, Told.page(Map.of("a", (double) tick, "b", tick + 0.5)));
      }
    }
  }

  @Test
  void garbageIsSetAsideAndAnotherBegun() throws IOException {
    overwrite(0, 2 * PAGE_BYTES);
    assertBegunAnew();
  }

  @Test
  void garbageBehindTheFirstPagesIsSetAside() throws IOException {
    overwrite(2 * PAGE_BYTES, (int) Files.size(data) - 2 * PAGE_BYTES);
    assertBegunAnew();
  }

  @Test
  void aFileThatIsCutOffIsSetAside() throws IOException {
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(data) / 2);
    }
    assertBegunAnew();
  }

  @Test
  void onlyOneIsKeptAside() throws IOException {
    garbageIsSetAsideAndAnotherBegun();
    overwrite(0, PAGE_BYTES);
    assertBegunAnew();
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsOnlyOnce("damaged-data.mdb")
          .allMatch(name -> name.endsWith(".mdb"));
    }
  }

  @Test
  void anEntryThatIsDamagedIsLeftOutAndTheOthersAreTold() throws IOException {
    byte[] bytes = Files.readAllBytes(data);
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      byte[] key = Keys.part(1, new byte[] {'a'}, 0);
      for (int at = 0; at < bytes.length - 64; at++) {
        if (ByteBuffer.wrap(bytes, at, key.length).equals(ByteBuffer.wrap(key))) {
          int unused = channel.write(ByteBuffer.wrap(new byte[] {42, 42}), at + key.length + 6);
        }
      }
    }

    try (History history = History.open(directory, HistoryRules.DEFAULT)) {
      assertThat(history.setAside()).isZero();
      assertThat(Told.by(history, "a").get("a")).startsWith("121=121.0");
      assertThat(Told.by(history, "b").get("b")).startsWith("1=1.5");
      assertThat(history.status().unreadable()).isPositive();
    }
  }

  @Test
  void aFileInTheDirectorysPlaceIsRefused() {
    assertThatThrownBy(() -> History.open(data, HistoryRules.DEFAULT))
        .isInstanceOf(IOException.class);
  }

  private void assertBegunAnew() throws IOException {
    try (History history = History.open(directory, HistoryRules.DEFAULT)) {
      assertThat(history.setAside()).isOne();
      history.sample(9_000, Told.page(Map.of("a", 9.0)));
      assertThat(Told.by(history, "a").get("a")).isEqualTo("9000=9.0");
    }
    assertThat(directory.resolve("damaged-data.mdb")).exists();
  }

  private void overwrite(int start, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      int written = channel.write(ByteBuffer.wrap(new byte[bytes]), start);
      assertThat(written).isEqualTo(bytes);
    }
  }
}
