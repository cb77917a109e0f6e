package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thread that has looked up its memory can be stopped by the machine for any time before it adds
 * to it. Here the test is that thread.
 */
class BlockMoveTest {
  private static final int SLOT = 3;

  @TempDir Path directory;

  private TallyFile file;

  @BeforeEach
  void create() throws Exception {
    file = newFile();
  }

  @AfterEach
  void close() throws Exception {
    file.close();
  }

  @Test
  void whatIsAddedToOldMemoryAfterTheMoveIsCarriedOver() throws Exception {
    Block block = inHeap(TallyLayout.KIND_SUMMED);
    LongBuffer old = memory(block);
    old.put(SLOT, 5);
    BlockMove.into(file, block).complete();
    block.add(SLOT, 100L);

    old.put(SLOT, 6);
    block.sweep();

    assertThat(total(block)).isEqualTo(106);
  }

  @Test
  void whatIsAddedToOldMemoryIsNotForgottenAtTheNextMove() throws Exception {
    Block block = inHeap(TallyLayout.KIND_SUMMED);
    LongBuffer old = memory(block);
    BlockMove.into(file, block).complete();

    old.put(SLOT, 6);
    try (TallyFile next = newFile()) {
      BlockMove.into(next, block).complete();

      assertThat(total(block)).isEqualTo(6);
    }
  }

  @Test
  void whatIsAddedToOldMemoryAfterTheNextMoveIsCarriedOver() throws Exception {
    Block block = inHeap(TallyLayout.KIND_SUMMED);
    LongBuffer old = memory(block);
    old.put(SLOT, 5);
    BlockMove.into(file, block).complete();
    block.add(SLOT, 100L);
    try (TallyFile next = newFile()) {
      BlockMove.into(next, block).complete();

      old.put(SLOT, 6);
      block.sweep();

      assertThat(total(block)).isEqualTo(106);
    }
  }

  @Test
  void aGaugeThatIsSetWhileTheMoveIsPreparedKeepsItsValue() throws Exception {
    Block block = inHeap(TallyLayout.KIND_SHARED);
    BlockMove move = BlockMove.into(file, block);
    move.copy();

    memory(block).put(SLOT, 77);
    move.complete();

    assertThat(total(block)).isEqualTo(77);
  }

  @Test
  void whatIsAddedToAGaugeInOldMemoryIsAddedToItsNewOneToo() throws Exception {
    Block block = inHeap(TallyLayout.KIND_SHARED);
    assertThat(block.addToShared(SLOT, 5)).isTrue();
    ByteBuffer old = Objects.requireNonNull(block.shared());
    BlockMove.into(file, block).complete();
    assertThat(block.addToShared(SLOT, 100)).isTrue();

    long unused = Block.addAtomically(old, SLOT, -5);
    block.sweep();
    block.sweep();

    assertThat(Double.longBitsToDouble(total(block))).isEqualTo(100);
  }

  @Test
  void aGaugeThatIsSetInOldMemoryIsSetUnlessSomebodyElseHas() throws Exception {
    Block block = inHeap(TallyLayout.KIND_SHARED);
    LongBuffer old = memory(block);
    BlockMove.into(file, block).complete();

    old.put(SLOT, 6);
    block.sweep();
    assertThat(total(block)).isEqualTo(6);

    memory(block).put(SLOT, 8);
    old.put(SLOT, 7);
    block.sweep();
    assertThat(total(block)).isEqualTo(8);
  }

  @Test
  void aMovedBlockIsSweptForAWhileAndThenNoMore() throws Exception {
    Block block = inHeap(TallyLayout.KIND_SUMMED);
    BlockMove.into(file, block).complete();
    assertThat(block.isMoving()).isTrue();

    int sweeps = 0;
    while (block.isMoving()) {
      block.sweep();
      sweeps++;
    }

    assertThat(sweeps).isBetween(5, 20);
  }

  @Test
  void memoryThatWasCarriedAlongIsGivenOutAgainOnceNobodyElseAddsToIt() throws Exception {
    Block block = inHeap(TallyLayout.KIND_SUMMED);
    memory(block).put(SLOT, 5);
    BlockMove.into(file, block).complete();
    assertThat(block.reuseLane(1)).as("still moving").isFalse();
    while (block.isMoving()) {
      block.sweep();
    }

    assertThat(block.reuseLane(1)).isTrue();

    Objects.requireNonNull(block.lanes()[1]).put(SLOT, 6);
    assertThat(total(block)).isEqualTo(6);
    assertThat(block.reuseLane(2)).as("only one was carried").isFalse();
  }

  @Test
  void manyMovesLeaveNoMoreMemoryThanThereAreLanes() throws Exception {
    Block block = inHeap(TallyLayout.KIND_SUMMED);
    for (int move = 0; move < 20; move++) {
      memory(block).put(SLOT, memory(block).get(SLOT) + 1);
      try (TallyFile next = newFile()) {
        BlockMove.into(next, block).complete();
        while (block.isMoving()) {
          block.sweep();
        }
        if (!block.reuseLane(1)) {
          block.giveLane(1, Block.longs(block.heapMemory()));
        }
      }
    }

    assertThat(total(block)).isEqualTo(20);
    assertThat(block.memory()).hasSizeLessThan(5);
  }

  private TallyFile newFile() throws Exception {
    return TallyFile.create(directory, TallyHeader.ofThisProcess("", null, Clock.systemUTC()));
  }

  private static Block inHeap(int kind) {
    Block block = new Block(Tally.inHeap(), 0, kind, 64);
    ByteBuffer memory = block.heapMemory();
    block.giveShared(memory, false);
    return block;
  }

  private static LongBuffer memory(Block block) {
    return Objects.requireNonNull(block.lanes()[Lanes.SHARED]);
  }

  private static long total(Block block) {
    return block.memory().stream().mapToLong(memory -> memory.get(SLOT)).sum();
  }
}
