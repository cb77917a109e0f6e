package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TallyDumpTest {
  private static final int HEADER_LENGTH = 512;
  private static final int FAMILY_RECORD = 2;
  private static final int PAYLOAD_AT = 16;

  @TempDir private Path temporary;

  @Test
  void metricsOfTypesThatAreNotKnownAreCountedInTextAndJson() throws Exception {
    Path file = recorded();
    makeFirstFamilyOfALaterRelease(file);
    FoldedFiles none =
        new FoldedFiles(temporary.resolve("none"), new PrintWriter(new StringWriter()));

    TallyDump dump = TallyDump.read(file, none);

    assertThat(dump.families()).extracting(TallyDump.FamilyDump::name).containsExactly("second");
    assertThat(dump.summary().familiesPassedOver()).isOne();
    String told = "passed over: 1 metric of types that this release does not know";
    assertThat(DumpText.of(dump)).contains(told);
    assertThat(DumpText.of(TallyDump.list(temporary, none))).contains("1.1", file + ", " + told);
    assertThat(DumpJson.of(dump)).contains("\"familiesPassedOver\" : 1", "\"format\" : \"1.1\"");
  }

  private Path recorded() throws Exception {
    Path own = Files.createDirectory(temporary.resolve("own"));
    try (MetricRegistry registry = MetricRegistry.inDirectory(own)) {
      Counter.builder().name("first").register(registry).inc();
      Counter.builder().name("second").register(registry).inc();
      return Files.copy(registry.tallyFile().orElseThrow(), temporary.resolve("copy.tally"));
    }
  }

  private static void makeFirstFamilyOfALaterRelease(Path file) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int at = HEADER_LENGTH;
    while (bytes.getShort(at + 4) != FAMILY_RECORD) {
      at += bytes.getInt(at);
    }
    bytes.putInt(at + PAYLOAD_AT + 4, 99);
    CRC32 checksum = new CRC32();
    checksum.update(bytes.array(), at, 12);
    checksum.update(bytes.array(), at + PAYLOAD_AT, bytes.getInt(at + 8));
    bytes.putInt(at + 12, (int) checksum.getValue());
    Files.write(file, bytes.array());
  }
}
