package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Family;
import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exemplars in a tally file: whole or not at all. */
class ExemplarFileTest {
  private static final Path SCRIPT = Path.of("src", "test", "python", "tally_reader.py");

  @TempDir Path directory;

  @Test
  void ofTwoCopiesTheOneThatWasNotBeingWrittenIsRead() throws Exception {
    Exemplar before = exemplar(1, "before");
    Exemplar after = exemplar(2, "after");
    Path file = written(before, after);
    byte[] bytes = Files.readAllBytes(file);
    int newer = copyWithNumber(bytes, 2);
    byte[] older = new byte[TallyLayout.EXEMPLAR_COPY_LENGTH];
    assertThat(read(file)).containsExactly(after);

    // Killed after any byte of the newer copy: the rest of it is what stood there before.
    int used = 32 + 2 + "who".length() + "after".length();
    for (int kept = 0; kept < used; kept++) {
      byte[] torn = bytes.clone();
      System.arraycopy(older, 0, torn, newer + kept, used - kept);
      assertThat(read(Files.write(directory.resolve("torn"), torn)))
          .as("bytes written: %s", kept)
          .containsExactly(before);
    }
  }

  @Test
  void aCellWithoutAWholeCopySaysNothing() throws Exception {
    Path file = written(exemplar(1, "only"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[copyWithNumber(bytes, 1) + 40] ^= 1;

    assertThat(read(Files.write(directory.resolve("torn"), bytes))).isEmpty();
  }

  @Test
  void anExemplarIsReadAsItWasWritten() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      String text = "aé中😀\"\n".repeat(random.nextInt(4));
      Exemplar exemplar =
          new Exemplar(
              random.nextGaussian(),
              Labels.of("a", text, "b" + i, "" + random.nextLong()),
              random.nextLong() >>> 1);
      byte[] copy = ExemplarCodec.encode(i + 1, exemplar);
      assertThat(copy).isNotNull();
      assertThat(ExemplarCodec.decode(ByteBuffer.wrap(copy).order(TallyLayout.ORDER)))
          .isEqualTo(exemplar);
    }
  }

  @Test
  void pythonReadsTheSame() throws Exception {
    Path file = written(exemplar(1, "before"), exemplar(2, "é中"));
    Process python =
        new ProcessBuilder("python3", SCRIPT.toString(), file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();

    JsonNode series = new JsonMapper().readTree(said).get("families").get(0).get("series").get(0);
    assertThat(series.get("exemplars").get("0").get("labels").get("who").asText()).isEqualTo("é中");
  }

  @Test
  void anOlderOneIsLateUnlessTheClockWasSetBack() throws Exception {
    long now = 1_700_000_000_000L;
    assertThat(read(written(exemplar(now, "newest"), exemplar(now - 5, "late"))))
        .containsExactly(exemplar(now, "newest"));
  }

  @Test
  void whenTheClockWasSetBackExemplarsDoNotFreeze() throws Exception {
    long now = 1_700_000_000_000L;
    assertThat(read(written(exemplar(now, "before"), exemplar(now - 3_600_000, "after"))))
        .containsExactly(exemplar(now - 3_600_000, "after"));
  }

  private Path written(Exemplar... exemplars) {
    Tally tally = Tally.inDirectory(directory, "");
    FamilyEntry family = tally.family(Family.of("c", MetricType.COUNTER, "", List.of()));
    SummedSlots slots = tally.summed(family, List.of());
    slots.add(SlotMap.COUNTER_WHOLE, 1L);
    for (Exemplar exemplar : exemplars) {
      assertThat(slots.keep(0, exemplar)).isTrue();
    }
    Path file = tally.path().orElseThrow();
    tally.close();
    return file;
  }

  private static Exemplar exemplar(long millis, String who) {
    return new Exemplar(0.5, Labels.of("who", who), millis);
  }

  private static int copyWithNumber(byte[] file, long number) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(TallyLayout.ORDER);
    for (int at = TallyLayout.HEADER_LENGTH; ; at += bytes.getInt(at)) {
      if (bytes.getShort(at + TallyLayout.TYPE_AT) == TallyLayout.EXEMPLAR) {
        int one = at + TallyLayout.EXEMPLAR_COPIES_AT;
        return bytes.getLong(one) == number ? one : one + TallyLayout.EXEMPLAR_COPY_LENGTH;
      }
    }
  }

  private static List<Exemplar> read(Path file) throws Exception {
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      return reader.readings().get(0).exemplars();
    }
  }
}
