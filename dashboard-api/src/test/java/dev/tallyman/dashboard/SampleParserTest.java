package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleParserTest {
  @Test
  void aPageIsItsSamplesInOrder() throws Exception {
    assertThat(
            SampleParser.parse(
                """
                # HELP a What \\n it is {not="a sample"} 1
                # TYPE a counter

                a_total 1
                  # indented
                b:c{x="1",y="2"} 2.5e-3 1700000000000
                \td { x = "1" , } -4\t
                e{} 5
                """))
        .containsExactly(
            new Sample("a_total", Map.of(), 1),
            new Sample("b:c", Map.of("x", "1", "y", "2"), 0.0025),
            new Sample("d", Map.of("x", "1"), -4),
            new Sample("e", Map.of(), 5));
  }

  @Test
  void anEmptyPageHasNoSamples() throws Exception {
    assertThat(SampleParser.parse("")).isEmpty();
  }

  @Test
  void labelValuesMayHoldAnything() throws Exception {
    Sample sample =
        SampleParser.parse("a{x=\"\\\\n \\n \\\" {}=, # \u00e9 \ud83d\ude00\",y=\"\"} 1\n").get(0);

    assertThat(sample.labels())
        .isEqualTo(Map.of("x", "\\n \n \" {}=, # \u00e9 \ud83d\ude00", "y", ""));
  }

  @Test
  void aNameInQuotesMayHaveAnyLetters() throws Exception {
    assertThat(
            SampleParser.parse(
                """
                {"http.server.requests","http.route"="/a",status="200"} 1
                {"http.server.load"} 2
                { x="1" , "中\\"\\n\\\\" , } 3
                plain{"label.name"="=,}"} 4
                {"job.phase","job.phase"="run"} 5
                """))
        .containsExactly(
            new Sample("http.server.requests", Map.of("http.route", "/a", "status", "200"), 1),
            new Sample("http.server.load", Map.of(), 2),
            new Sample("中\"\n\\", Map.of("x", "1"), 3),
            new Sample("plain", Map.of("label.name", "=,}"), 4),
            new Sample("job.phase", Map.of("job.phase", "run"), 5));
  }

  @Test
  void theOrderOfLabelsHasNoMeaning() throws Exception {
    List<Sample> samples = SampleParser.parse("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n");

    assertThat(samples.get(0)).isEqualTo(samples.get(1));
  }

  @Test
  void valuesOutsideTheNumbersHaveNames() throws Exception {
    assertThat(SampleParser.parse("a NaN\na +Inf\na -Inf\na Inf\n"))
        .extracting(Sample::value)
        .containsExactly(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a ",
        "1a 1",
        "a{ 1",
        "a{x} 1",
        "a{x=1} 1",
        "a{x=\"1\" 1",
        "a{x=\"1} 1",
        "a{x=\"1\"y=\"2\"} 1",
        "a{x=\"1\",,y=\"2\"} 1",
        "a{,} 1",
        "a{x:y=\"1\"} 1",
        "a{x=\"1\",x=\"2\"} 1",
        "a{x=\"\\t\"} 1",
        "a{x=\"\\",
        "{x=\"1\"} 1",
        "{} 1",
        "{\"\"} 1",
        "{\"a\",\"b\"} 1",
        "{\"a\",x} 1",
        "a{\"b\"} 1",
        "a{\"\"=\"1\"} 1",
        "{\"a\",x=\"1\",\"x\"=\"2\"} 1",
        "{\"a} 1",
        "\"a\" 1",
        "\"a\"{x=\"1\"} 1",
        "a 1 2 3",
        "a 1 2.5",
        "a 1d",
        "a 0x1p3",
        "a Infinity",
        "a nan",
        "a 1\r",
        "a --1",
        "a 1_000",
        "a-b 1",
        "<html>",
        "a{x=\"1\"} # 1"
      })
  void whatIsNoSampleIsRefused(String line) {
    assertThatThrownBy(() -> SampleParser.parse("good 1\n" + line + "\n"))
        .isInstanceOf(SampleFormatException.class)
        .hasMessageStartingWith("line 2: ");
  }

  @Test
  void aPageThatWasCutIsRefused() {
    assertThatThrownBy(() -> SampleParser.parse("good 1\ngood 2"))
        .isInstanceOf(SampleFormatException.class)
        .hasMessage("line 2: it does not end");
  }

  @Test
  void noTextMakesItFailInAnotherWay() {
    String alphabet = "ab{}=\",\\n 1.e+-#\tNaInf\n\u00e9";
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text =
          new StringBuilder(round % 2 == 0 ? "a{x=\"1\"} 1" : "{\"a\",\"x\"=\"1\"} 1");
      for (int i = 0; i < 4; i++) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      parseOrRefuse(text.append('\n').toString());
    }
  }

  private static void parseOrRefuse(String text) {
    try {
      assertThat(SampleParser.parse(text)).hasSizeLessThan(5);
    } catch (SampleFormatException e) {
      assertThat(e).hasMessageStartingWith("line ");
    }
  }
}
