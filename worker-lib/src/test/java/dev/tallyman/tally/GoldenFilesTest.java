package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The files that a version 1.0 writer wrote once, and today's code. */
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
    assertThat(Arrays.mismatch(written, golden(name))).as("offset of a difference").isEqualTo(-1);
  }
}
