package dev.tallyman.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The numbers that {@code docs/file-format.md} states for other languages are those of the code.
 */
class FileFormatPageTest {
  private static final Path PAGE = Path.of("..", "docs", "file-format.md");

  @Test
  void theHeadersFieldsLieWhereThePageSays() throws IOException {
    Map<String, Integer> fields = offsets();

    Map<String, Integer> expected = new LinkedHashMap<>();
    expected.put("magic", TallyLayout.MAGIC_AT);
    expected.put("major version", TallyLayout.MAJOR_AT);
    expected.put("minor version", TallyLayout.MINOR_AT);
    expected.put("header length", TallyLayout.HEADER_LENGTH_AT);
    expected.put("worker id", TallyLayout.WORKER_ID_AT);
    expected.put("boot id", TallyLayout.BOOT_ID_AT);
    expected.put("pid", TallyLayout.PID_AT);
    expected.put("process start", TallyLayout.PROCESS_START_AT);
    expected.put("created", TallyLayout.CREATED_AT);
    expected.put("origin", TallyLayout.ORIGIN_AT);
    expected.put("generation", TallyLayout.GENERATION_AT);
    expected.put("settled", TallyLayout.SETTLED_AT);
    expected.put("carried on", TallyLayout.CARRIED_ON_AT);
    expected.put("name length", TallyLayout.NAME_LENGTH_AT);
    expected.put("name", TallyLayout.NAME_AT);
    expected.put("header checksum", TallyLayout.HEADER_CHECKSUM_AT);
    expected.put("committed length", TallyLayout.COMMITTED_AT);
    expected.put("recordings dropped", TallyLayout.DROPPED_AT);
    expected.put("not on disk", TallyLayout.NOT_ON_DISK_AT);
    expected.put("over limit", TallyLayout.OVER_LIMIT_AT);
    assertThat(fields).containsAllEntriesOf(expected);
    assertThat(fields).containsEntry("reserved", TallyLayout.CARRIED_ON_AT + Long.BYTES);
  }

  @Test
  void recordsAndBlocksAreLaidOutAsThePageSays() throws IOException {
    Map<String, Integer> expected = new LinkedHashMap<>();
    expected.put("record length", TallyLayout.LENGTH_AT);
    expected.put("record type", TallyLayout.TYPE_AT);
    expected.put("checked length", TallyLayout.CHECKED_LENGTH_AT);
    expected.put("record checksum", TallyLayout.CHECKSUM_AT);
    expected.put("payload", TallyLayout.PAYLOAD_AT);
    expected.put("block number", TallyLayout.BLOCK_NUMBER_AT);
    expected.put("lane", TallyLayout.BLOCK_LANE_AT);
    expected.put("slot count", TallyLayout.BLOCK_SLOT_COUNT_AT);
    expected.put("kind", TallyLayout.BLOCK_KIND_AT);
    expected.put("carried", TallyLayout.BLOCK_CARRIED_AT);
    expected.put("slots", TallyLayout.BLOCK_SLOTS_AT);
    expected.put("one copy", TallyLayout.EXEMPLAR_COPIES_AT);
    expected.put("another copy", TallyLayout.EXEMPLAR_COPIES_AT + TallyLayout.EXEMPLAR_COPY_LENGTH);

    assertThat(offsets()).containsAllEntriesOf(expected);
  }

  @Test
  void everyFieldEndsWhereTheNextOneBegins() throws IOException {
    int end = 0;
    for (String[] row : rows(4)) {
      if (row[0].matches("\\d+") && row[1].matches("\\d+")) {
        int at = Integer.parseInt(row[0]);
        if (at == 0) {
          end = 0;
        }
        assertThat(at).as(row[2]).isIn(end, TallyLayout.BLOCK_NUMBER_AT);
        end = at + Integer.parseInt(row[1]);
      }
    }
    assertThat(end).isEqualTo(TallyLayout.BLOCK_SLOTS_AT);
    assertThat(text()).contains("| 304 | 208 |").contains("bytes 0 to 251");
    assertThat(304 + 208).isEqualTo(TallyLayout.HEADER_LENGTH);
    assertThat(TallyLayout.HEADER_CHECKSUM_AT).isEqualTo(252);
  }

  @Test
  void codesStandForWhatThePageSays() throws IOException {
    Map<String, Integer> codes = codes();
    assertThat(codes)
        .containsEntry("pad", TallyLayout.PAD)
        .containsEntry("family", TallyLayout.FAMILY)
        .containsEntry("series", TallyLayout.SERIES)
        .containsEntry("block", TallyLayout.BLOCK)
        .containsEntry("page", TallyLayout.PAGE)
        .containsEntry("exemplar", TallyLayout.EXEMPLAR)
        .containsEntry("shared", TallyLayout.KIND_SHARED)
        .containsEntry("summed", TallyLayout.KIND_SUMMED);
    for (GaugeMode mode : GaugeMode.values()) {
      assertThat(codes).containsEntry(mode.label(), mode.code());
    }
    for (MetricType type : MetricType.values()) {
      assertThat(codes).containsEntry(name(type), type.code());
    }
    assertThat(codes).hasSize(8 + GaugeMode.values().length + MetricType.values().length);
  }

  @Test
  void slotsAreWhereThePageSays() throws IOException {
    for (MetricType type : MetricType.values()) {
      String[] row =
          rows(4).stream().filter(each -> each[1].equals(name(type))).findAny().orElseThrow();
      assertThat(row[2]).isEqualTo(SlotMap.summed(type) ? "summed" : "shared");
    }
    assertThat(slots("counter"))
        .startsWith(SlotMap.COUNTER_WHOLE + ": whole")
        .contains(SlotMap.COUNTER_FRACTION + ": fractional");
    assertThat(slots("gauge"))
        .startsWith(SlotMap.GAUGE_VALUE + ": value")
        .contains(SlotMap.GAUGE_SET_AT + ", modes 9 and 10 only");
    assertThat(slots("histogram"))
        .startsWith(SlotMap.SUM + ": sum")
        .contains(SlotMap.FIRST_BUCKET + " ...: observations");
    assertThat(slots("summary"))
        .startsWith(SlotMap.SUM + ": sum")
        .contains(SlotMap.SUMMARY_COUNT + ": observations");
    assertThat(slots("info")).startsWith(SlotMap.FIRST_FLAG + ": 1 if");
    assertThat(SlotMap.slotCount(Family.histogram("h", List.of(1.0, 2.0), "", List.of())))
        .as("n bounds, n + 2 slots")
        .isEqualTo(4);
    assertThat(text()).contains("*n* + 2 slots");
  }

  @Test
  void exponentialBucketsAreWhereThePageSays() throws IOException {
    assertThat(slots("native histogram"))
        .startsWith(SlotMap.SUM + ": sum")
        .contains(SlotMap.ZEROS + ": observations as good as zero")
        .contains(SlotMap.FIRST_CLASSIC + " ...: observations in each classic bucket");
    assertThat(slots("quantile summary"))
        .startsWith(SlotMap.SUM + ": sum")
        .contains(SlotMap.ZEROS + ": observations of zero");
    assertThat(text())
        .contains("divided by " + TallyLayout.PAGE_BUCKETS)
        .contains("those of the " + TallyLayout.PAGE_BUCKETS + " buckets follow")
        .contains("from " + ExponentialScale.COARSEST + " to " + ExponentialScale.FINEST);
  }

  @Test
  void limitsAndVersionsAreThoseOfThePage() throws IOException {
    assertThat(text())
        .contains("| bytes of a file | " + TallyLayout.FILE_LIMIT + " |")
        .contains("| bytes of a worker's name | " + TallyLayout.NAME_BYTES_LIMIT + " |")
        .contains("| u16, " + TallyLayout.MAJOR + " |")
        .contains("| u16, " + TallyLayout.MINOR + " |")
        .contains("| u32, " + TallyLayout.HEADER_LENGTH + " |")
        .contains("position divisible by " + TallyLayout.RECORD_ALIGNMENT)
        .contains("position divisible by " + TallyLayout.BLOCK_ALIGNMENT)
        .contains((TallyLayout.BLOCK_SLOTS_AT - TallyLayout.PAYLOAD_AT) + ": what stands before")
        .contains("version " + TallyLayout.MAJOR + "." + TallyLayout.MINOR)
        .contains("`" + TallyDirectory.SUFFIX + "`");
  }

  private static String name(MetricType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String slots(String type) throws IOException {
    return rows(4).stream().filter(row -> row[1].equals(type)).findAny().orElseThrow()[3];
  }

  /** First cell of each row of an offset table, by the field in the third. */
  private static Map<String, Integer> offsets() throws IOException {
    Map<String, Integer> offsets = new LinkedHashMap<>();
    for (String[] row : rows(4)) {
      if (row[0].matches("\\d+") && row[1].matches("\\d*")) {
        assertThat(offsets.put(row[2], Integer.parseInt(row[0]))).as(row[2]).isNull();
      }
    }
    return offsets;
  }

  /** First cell of each row of a code table, by the name in the second. */
  private static Map<String, Integer> codes() throws IOException {
    Map<String, Integer> codes = new LinkedHashMap<>();
    for (String[] row : rows(3)) {
      if (row[0].matches("\\d+") && !row[1].matches("\\d*")) {
        assertThat(codes.put(row[1], Integer.parseInt(row[0]))).as(row[1]).isNull();
      }
    }
    return codes;
  }

  /** The cells of all table rows that have at least so many. */
  private static List<String[]> rows(int cells) throws IOException {
    return text()
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.substring(2).split(" ?\\| ?"))
        .filter(row -> row.length >= cells)
        .peek(row -> Arrays.setAll(row, i -> row[i].strip()))
        .toList();
  }

  private static String text() throws IOException {
    return Files.readString(PAGE);
  }
}
