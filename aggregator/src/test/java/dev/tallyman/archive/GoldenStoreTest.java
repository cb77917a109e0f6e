package dev.tallyman.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.archive.ArchiveStore.Table;
import dev.tallyman.merge.Merger;
import dev.tallyman.merge.Printed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores outlive the programs that wrote them. */
class GoldenStoreTest {
  @TempDir Path directory;

  @Test
  void theStoreOfTheFirstVersionReadsAsWhatWasFoldedIntoIt() throws Exception {
    Path old = directory.resolve("old");
    unpack("v1", old);
    Path today = directory.resolve("today");
    GoldenStore.write(today);

    List<String> asOfToday = printed(today);
    assertThat(asOfToday).isNotEmpty();
    assertThat(printed(old)).isEqualTo(asOfToday);
  }

  @Test
  void todaysProgramWritesTheSameEntries() throws Exception {
    Path old = directory.resolve("old");
    unpack("v1", old);
    Path today = directory.resolve("today");
    GoldenStore.write(today);
    assertThat(entries(today)).isEqualTo(entries(old));
  }

  @Test
  void aStoreOfALaterVersionIsRefusedAndStaysAsItIs() throws Exception {
    GoldenStore.write(directory);
    byte[] later = ByteBuffer.allocate(Integer.BYTES).putInt(ArchiveStore.VERSION + 1).array();
    byte[] key = "version".getBytes(StandardCharsets.UTF_8);
    try (ArchiveStore store = ArchiveStore.open(new StoreDirectory(directory))) {
      store.write(change -> change.put(Table.META, key, later));
    }
    assertThatThrownBy(() -> printed(directory))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("version " + (ArchiveStore.VERSION + 1))
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("tallyman archive reset");
  }

  private static List<String> printed(Path directory) throws IOException {
    try (Archive archive = Archive.open(directory, ArchiveRules.DEFAULT, GoldenStore.CLOCK)) {
      return Printed.print(new Merger().merge(archive.readings()));
    }
  }

  private static Map<String, String> entries(Path directory) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    HexFormat hex = HexFormat.of();
    try (ArchiveStore store = ArchiveStore.open(new StoreDirectory(directory))) {
      for (Table table : Table.values()) {
        store.read(
            view ->
                view.forEach(
                    table,
                    (key, value) ->
                        entries.put(table + " " + hex.formatHex(key), hex.formatHex(value))));
      }
    }
    return entries;
  }

  private static void unpack(String version, Path to) throws IOException {
    Files.createDirectories(to);
    String name = "/store/" + version + "/data.mdb";
    try (InputStream in = Objects.requireNonNull(GoldenStoreTest.class.getResourceAsStream(name))) {
      long unused = Files.copy(in, to.resolve("data.mdb"));
    }
    Path unused = Files.createFile(to.resolve("begun"));
  }
}
