package dev.tallyman.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.merge.Recorded;
import dev.tallyman.model.Family;
import dev.tallyman.model.FileId;
import dev.tallyman.model.MetricType;
import dev.tallyman.owner.HeldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A damaged archive is refused with a word of help, whatever is damaged; and it can be dropped.
 * LMDB alone would end this very process.
 */
@Tag("slow")
class DamagedArchiveTest {
  private static final int SERIES = 1_000;
  private static final int PAGE_BYTES = 4096;
  private static final int ROUNDS = 250;

  @TempDir Path directory;
  private Path data;
  private byte[] good;

  /** Many leaves, values longer than a page, and pages that are free again. */
  @BeforeEach
  void begin() throws IOException {
    data = directory.resolve("data.mdb");
    try (Archive archive = open()) {
      for (int pid = 1; pid <= 4; pid++) {
        Recorded worker = Recorded.dead(pid);
        for (int i = 0; i < SERIES; i++) {
          worker.counter(family("requests", "Help."), List.of("/" + i), pid, .5);
        }
        worker.counter(family("long", "Help. ".repeat(2_000)), List.of("/"), pid, 0);
        archive.fold(new FileId(worker.worker().id(), 0), worker);
        Fold fold = archive.begin(List.of(), List.of());
        archive.store(fold, () -> {});
        archive.stored(fold);
      }
    }
    good = Files.readAllBytes(data);
    assertThat(series()).isEqualTo(SERIES + 1);
  }

  @Test
  void aPageThatIsNotWhatItShouldBeIsNamed() throws Exception {
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Files.write(data, damaged(random));
      refused += isRefusedOrSound() ? 1 : 0;
    }
    assertThat(refused).as("the other pages are free").isGreaterThan(ROUNDS / 5);
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws Exception {
    for (int length = 0; length < good.length; length += PAGE_BYTES / 2) {
      Files.write(data, Arrays.copyOf(good, length));
      boolean unused = isRefusedOrSound();
    }
    Files.write(data, Arrays.copyOf(good, 2 * PAGE_BYTES));
    assertThat(isRefusedOrSound()).isTrue();
  }

  @Test
  void whatIsDamagedOrCutOffOrEmptyCanBeDropped() throws Exception {
    byte[] noise = new byte[good.length];
    new Random(2).nextBytes(noise);
    for (byte[] bad : new byte[][] {noise, Arrays.copyOf(good, 2 * PAGE_BYTES), new byte[0]}) {
      Files.write(data, bad);
      assertThatThrownBy(this::open).hasMessageContaining("tallyman archive reset");
      drop();
      try (Archive begunAnew = open()) {
        assertThat(begunAnew.status().series()).isZero();
      }
      Files.write(data, good);
    }
  }

  @Test
  void aDropThatWasCutShortIsNotTakenForANewArchive() throws Exception {
    Files.delete(data);
    assertThatThrownBy(this::open)
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("though there was one");
    drop();
    open().close();
  }

  @Test
  void whileItIsBeingDroppedNobodyElseTakesIt() throws Exception {
    try (ArchiveReset reset = ArchiveReset.begin(directory).orElseThrow()) {
      assertThat(reset.contents().facts().series()).isEqualTo(SERIES + 1);
      assertThatThrownBy(this::open)
          .isInstanceOf(HeldException.class)
          .hasMessageContaining("pid=" + ProcessHandle.current().pid());
    }
    try (Archive holder = open()) {
      assertThat(holder.status().series()).isEqualTo(SERIES + 1);
      assertThatThrownBy(() -> ArchiveReset.begin(directory)).isInstanceOf(HeldException.class);
      assertThatThrownBy(() -> Archive.requireUnheld(directory)).isInstanceOf(HeldException.class);
    }
    Archive.requireUnheld(directory);
  }

  private void drop() throws IOException {
    try (ArchiveReset reset = ArchiveReset.begin(directory).orElseThrow()) {
      assertThatThrownBy(reset::contents).isInstanceOf(ArchiveException.class);
      reset.drop();
    }
    assertThat(ArchiveReset.begin(directory)).isEmpty();
  }

  /** Whether it is refused; if it is not, then all must be there. */
  private boolean isRefusedOrSound() throws IOException {
    try {
      assertThat(series()).isEqualTo(SERIES + 1);
      return false;
    } catch (ArchiveException e) {
      assertThat(e).hasMessageContaining("tallyman archive reset");
      return true;
    }
  }

  private int series() throws IOException {
    return ArchiveContents.read(directory).orElseThrow().facts().series();
  }

  private byte[] damaged(Random random) {
    byte[] bad = good.clone();
    int page = random.nextInt(bad.length / PAGE_BYTES) * PAGE_BYTES;
    switch (random.nextInt(4)) {
      case 0 -> {
        byte[] noise = new byte[PAGE_BYTES];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bad, page, PAGE_BYTES);
      }
      case 1 -> Arrays.fill(bad, page, page + PAGE_BYTES, (byte) 0);
      case 2 -> bad[page + random.nextInt(PAGE_BYTES)] ^= (byte) (1 << random.nextInt(8));
      default -> bad[page + random.nextInt(64)] = (byte) random.nextInt();
    }
    return bad;
  }

  private Archive open() throws IOException {
    return Archive.open(directory, ArchiveRules.DEFAULT, Clock.systemUTC());
  }

  private static Family family(String name, String help) {
    return Family.of(name, MetricType.COUNTER, help, List.of("path"));
  }
}
