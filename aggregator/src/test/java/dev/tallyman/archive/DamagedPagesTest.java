package dev.tallyman.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.archive.ArchiveStore.Table;
import dev.tallyman.merge.Merger;
import dev.tallyman.merge.Printed;
import dev.tallyman.pages.DamagedPageException;
import dev.tallyman.pages.PageCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where LMDB would abort the process, or read what is not there, an exception comes first. */
class DamagedPagesTest {
  private static final int PAGE_BYTES = 4096;
  private static final int LARGE_VALUE_BYTES = 3 * PAGE_BYTES;
  private static final int ENTRIES = 600;

  @TempDir Path directory;
  private Path data;
  private byte[] sound;
  private List<String> totals;

  /** Trees of two levels, values on pages of their own, and free pages. */
  @BeforeEach
  void write() throws IOException {
    GoldenStore.write(directory);
    data = directory.resolve("data.mdb");
    totals = totals();
    try (ArchiveStore store = ArchiveStore.open(new StoreDirectory(directory))) {
      for (int round = 0; round < 2; round++) {
        store.write(DamagedPagesTest::putMany);
      }
      store.write(DamagedPagesTest::deleteSome);
    }
    sound = Files.readAllBytes(data);
  }

  private static void putMany(ArchiveStore.Change change) {
    for (int i = 0; i < ENTRIES; i++) {
      byte[] value = new byte[i % 100 == 0 ? LARGE_VALUE_BYTES : 100];
      change.put(Table.META, key(i), value);
    }
  }

  private static void deleteSome(ArchiveStore.Change change) {
    for (int i = 0; i < ENTRIES / 8; i++) {
      change.delete(Table.META, key(i));
    }
  }

  private static byte[] key(int i) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
  }

  @Test
  void aSoundStoreIsSound() throws Exception {
    assertThat(isSound()).isTrue();
    assertThat(totals()).isEqualTo(totals);
  }

  @Test
  void garbageInAPageIsFoundUnlessNobodyNeedsThePage() throws Exception {
    Random random = new Random(20261121);
    int found = 0;
    for (int page = 0; page < sound.length / PAGE_BYTES; page++) {
      byte[] garbage = new byte[PAGE_BYTES];
      random.nextBytes(garbage);
      byte[] damaged = sound.clone();
      System.arraycopy(garbage, 0, damaged, page * PAGE_BYTES, PAGE_BYTES);
      found += tryToUse(damaged) ? 0 : 1;
    }
    assertThat(found).isGreaterThan(20);
  }

  @Test
  void aStoreCutOffAnywhereIsRefusedUnlessNobodyNeedsTheRest() throws Exception {
    int refused = 0;
    for (int bytes = 1; bytes < sound.length; bytes += PAGE_BYTES / 2) {
      refused += tryToUse(Arrays.copyOf(sound, bytes)) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(100);
  }

  /** If LMDB died of one of them, so would this JVM. */
  @Test
  void noneOfManyWrongNumbersKillsTheProcess() throws Exception {
    Random random = new Random(20261121);
    int[] strange = {0, 1, 2, 8, 0x7f, 0xff, 0x7fff, 0xffff, PAGE_BYTES, PAGE_BYTES - 1};
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] damaged = sound.clone();
      int page = random.nextInt(sound.length / PAGE_BYTES);
      // Where heads, places of nodes and nodes are.
      int at = page * PAGE_BYTES + (random.nextBoolean() ? 2 * random.nextInt(80) : evenAt(random));
      ByteBuffer.wrap(damaged)
          .order(ByteOrder.nativeOrder())
          .putShort(at, (short) strange[random.nextInt(strange.length)]);
      refused += tryToUse(damaged) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(20);
  }

  private static int evenAt(Random random) {
    return 2 * random.nextInt(PAGE_BYTES / 2);
  }

  /** Whether it can be used: then it is read, and written to. */
  private boolean tryToUse(byte[] bytes) throws IOException {
    Files.write(data, bytes);
    if (!isSound()) {
      return false;
    }
    try (ArchiveStore store = ArchiveStore.open(new StoreDirectory(directory))) {
      for (Table table : Table.values()) {
        store.read(view -> view.forEach(table, (key, value) -> assertThat(value).isNotNull()));
      }
      store.write(DamagedPagesTest::putMany);
      store.write(DamagedPagesTest::deleteSome);
      return true;
    } catch (ArchiveException e) {
      assertThat(e).hasMessageContaining(directory.toString());
      return false;
    }
  }

  private boolean isSound() throws IOException {
    try {
      PageCheck.check(data);
      return true;
    } catch (DamagedPageException e) {
      return false;
    }
  }

  private List<String> totals() throws IOException {
    try (Archive archive = Archive.open(directory, ArchiveRules.DEFAULT, GoldenStore.CLOCK)) {
      return Printed.print(new Merger().merge(archive.readings()));
    }
  }
}
