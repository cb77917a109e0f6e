package dev.tallyman.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  private final Page page = new Page();

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        1,
        9,
        10,
        9_999_999,
        1e7,
        10_000_001,
        12_345_678,
        1e8,
        1.5e15,
        0x1p53,
        0x1.fffffffffffffp52,
        0x1.0000000000001p53,
        1e22,
        1e300,
        0.1,
        0.001,
        1e-4,
        1.5,
        -1,
        -1e7,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN
      })
  void aValueIsWrittenAsJavaWritesIt(double value) {
    page.writeValue(value);

    assertThat(Pages.text(page)).isEqualTo(Double.toString(value));
  }

  @Test
  void everyWholeNumberIsWrittenAsJavaWritesIt() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      double value = random.nextLong() >>> (11 + random.nextInt(53));
      page.clear();

      page.writeValue(value);

      assertThat(Pages.text(page)).isEqualTo(Double.toString(value));
    }
  }

  @Test
  void infinitiesHaveTheNamesOfTheFormat() {
    page.writeValue(Double.POSITIVE_INFINITY);
    page.writeValue(Double.NEGATIVE_INFINITY);

    assertThat(Pages.text(page)).isEqualTo("+Inf-Inf");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 99, 100, Long.MAX_VALUE, 1_000_000_000_000_000_000L, -1})
  void aCountIsWrittenWithAllItsDigits(long count) {
    page.writeCount(count);

    assertThat(Pages.text(page)).isEqualTo(Long.toString(count));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.000",
    "1_700_000_000_123, 1700000000.123",
    "5, 0.005",
    "-5, -0.005",
    "-1_500, -1.500"
  })
  void aTimeIsWrittenInSeconds(String millis, String seconds) {
    page.writeSeconds(Long.parseLong(millis.replace("_", "")));

    assertThat(Pages.text(page)).isEqualTo(seconds);
  }

  @Test
  void growingKeepsWhatWasWritten() {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      page.writeCount(i);
      expected.append(i);
    }

    assertThat(Pages.text(page)).isEqualTo(expected.toString());
  }

  @Test
  void contentIsNotToBeWrittenTo() {
    page.writeText("x");

    assertThat(page.content().isReadOnly()).isTrue();
    assertThat(page.content().remaining()).isEqualTo(1);
  }
}
