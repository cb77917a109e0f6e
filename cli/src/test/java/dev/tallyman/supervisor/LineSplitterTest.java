package dev.tallyman.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineSplitterTest {
  private final List<String> lines = new ArrayList<>();
  private final LineSplitter splitter =
      new LineSplitter(line -> lines.add(new String(line, StandardCharsets.UTF_8)));

  @Test
  void linesAreTheSameWhateverPiecesTheyComeIn() {
    byte[] text = "one\n\ntwo ü\r\nthree\n".getBytes(StandardCharsets.UTF_8);

    for (int piece = 1; piece <= text.length; piece++) {
      lines.clear();
      for (int from = 0; from < text.length; from += piece) {
        int length = Math.min(piece, text.length - from);
        byte[] bytes = new byte[piece];
        System.arraycopy(text, from, bytes, 0, length);
        splitter.feed(bytes, length);
      }
      splitter.end();

      assertThat(lines).as("pieces of %d", piece).containsExactly("one", "", "two ü\r", "three");
    }
  }

  @Test
  void aLastLineWithoutAnEndIsALine() {
    feed("one\ntwo");

    assertThat(lines).containsExactly("one");

    splitter.end();
    splitter.end();

    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void aLineOfTheLongestLengthIsWhole() {
    String longest = "x".repeat(LineSplitter.LONGEST);

    feed(longest + "\nafter\n");

    assertThat(lines).containsExactly(longest, "after");
  }

  @Test
  void aLineThatNeverEndsComesOutInPieces() {
    String longest = "x".repeat(LineSplitter.LONGEST);

    feed(longest);
    feed(longest + "y");

    assertThat(lines).containsExactly(longest, longest);

    feed("z\n");

    assertThat(lines).containsExactly(longest, longest, "yz");
  }

  private void feed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    splitter.feed(bytes, bytes.length);
  }
}
