package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatVersionTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"all-types.tally, 1.0", "carried-on.tally, 1.0", "sketches.tally, 1.1"})
  void aFileSaysWhichVersionItIsOf(String name, String version) throws Exception {
    Path file = Files.write(directory.resolve(name), GoldenFilesTest.golden(name));

    assertThat(FormatVersion.of(file)).hasToString(version);
  }

  @Test
  void soDoesOneThatNothingElseCanBeReadOf() throws Exception {
    byte[] later = GoldenFilesTest.golden("sketches.tally");
    ByteBuffer.wrap(later).order(TallyLayout.ORDER).putShort(TallyLayout.MAJOR_AT, (short) 2);
    Path file = Files.write(directory.resolve("later"), later);

    assertThat(FormatVersion.of(file)).isGreaterThan(FormatVersion.CURRENT).hasToString("2.1");
  }

  @ParameterizedTest
  @CsvSource({"'', DAMAGED", "TALLY, DAMAGED", "Once upon a time, NOT_A_TALLY_FILE"})
  void whatIsNoTallyFileHasNone(String text, TallyFormatException.Reason reason)
      throws IOException {
    Path file = Files.writeString(directory.resolve("file"), text);

    assertThatThrownBy(() -> FormatVersion.of(file))
        .isInstanceOfSatisfying(
            TallyFormatException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
