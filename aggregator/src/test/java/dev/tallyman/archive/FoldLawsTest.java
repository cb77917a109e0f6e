package dev.tallyman.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.merge.Merger;
import dev.tallyman.merge.Printed;
import dev.tallyman.merge.Recorded;
import dev.tallyman.model.FileId;
import dev.tallyman.model.WorkerReading;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Folding changes not one bit, in whatever order and in however many steps it is done. */
@Tag("slow")
class FoldLawsTest {
  private static final int ROUNDS_EACH = 40;
  @TempDir Path directory;

  /** With a real store, which is closed and opened again now and then. */
  @RepeatedTest(25)
  void whoIsFoldedWhenChangesNotOneBit(RepetitionInfo repetition) throws Exception {
    Random random = new Random(repetition.getCurrentRepetition());
    Path store = directory.resolve("archive");
    List<Recorded> living = new ArrayList<>();
    List<Recorded> everybody = new ArrayList<>();
    Merger merger = new Merger();
    Archive archive = open(store);
    for (int round = 0; round < ROUNDS_EACH; round++) {
      if (round % 3 == 0) {
        Recorded.randomWorkers(random, 1 + 100 * round).forEach(born -> living.add(born.as(true)));
      }
      Collections.shuffle(living, random);
      while (!living.isEmpty() && random.nextInt(3) != 0) {
        Recorded dead = living.remove(0).as(false);
        everybody.add(dead);
        archive.fold(new FileId(dead.worker().id(), 0), dead);
      }
      archive = storeOrReopenOrNeither(archive, store, random);
      // One merger all along, as in the aggregator: it must not take a dead worker for a living.
      assertSame(merger, archive, living, everybody);
    }
    assertSame(new Merger(), archive, living, everybody);
    archive.close();
  }

  private static void assertSame(
      Merger merger, Archive archive, List<Recorded> living, List<Recorded> dead) {
    List<WorkerReading> now = new ArrayList<>(archive.readings());
    now.addAll(living);
    List<WorkerReading> unfolded = new ArrayList<>(dead);
    unfolded.addAll(living);
    assertThat(Printed.print(merger.merge(now)))
        .isEqualTo(Printed.print(new Merger().merge(unfolded)));
  }

  private static Archive storeOrReopenOrNeither(Archive archive, Path store, Random random)
      throws Exception {
    int choice = random.nextInt(4);
    if (choice <= 1) {
      store(archive);
    }
    if (choice == 0) {
      archive.close();
      return open(store);
    }
    return archive;
  }

  private static Archive open(Path store) throws Exception {
    return Archive.open(store, ArchiveRules.DEFAULT, Clock.systemUTC());
  }

  private static void store(Archive archive) throws Exception {
    Fold fold = archive.begin(List.of(), List.of());
    archive.store(fold, () -> {});
    archive.stored(fold);
  }
}
