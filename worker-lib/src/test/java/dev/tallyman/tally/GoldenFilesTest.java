package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The files that writers of version 1.0 and 1.1 wrote once, and today's code. */
class GoldenFilesTest {
  static final List<String> NAMES = GoldenWriter.NAMES;

  @TempDir Path directory;

  /** A golden file's bytes. */
  static byte[] golden(String name) throws IOException {
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void todaysWriterWritesTheSameBytes(String name) throws Exception {
    Path output = directory.resolve("output");
    Process writer =
        new ProcessBuilder(ChildJvm.command(GoldenWriter.class, directory.toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(writer.exitValue()).as(Files.readString(output)).isZero();

    byte[] written = Files.readAllBytes(directory.resolve(name));
    byte[] expected = golden(name);
    if (GoldenWriter.OLD_NAMES.contains(name)) {
      ofToday(expected);
    }
    assertThat(Arrays.mismatch(written, expected)).as("offset of a difference").isEqualTo(-1);
  }

  /** But for its number, a later minor version writes the same of what there was before. */
  private static void ofToday(byte[] file) {
    ByteBuffer header = ByteBuffer.wrap(file).order(TallyLayout.ORDER);
    header.putShort(TallyLayout.MINOR_AT, (short) TallyLayout.MINOR);
    header.putInt(TallyLayout.HEADER_CHECKSUM_AT, TallyLayout.headerChecksum(header));
  }
}
