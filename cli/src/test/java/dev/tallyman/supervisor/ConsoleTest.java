package dev.tallyman.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aLineCarriesItsNameAndStaysInItsStream() {
    Console console = new Console(out, err);

    console.line(Console.Stream.OUT, "worker-1", bytes("hello"));
    console.line(Console.Stream.ERR, "worker-2", bytes(""));
    console.say(Console.Stream.ERR, "own words");

    assertThat(out).hasToString("worker-1 | hello\n");
    assertThat(err).hasToString("worker-2 | \ntallyman: own words\n");
  }

  @Test
  void aLostOutputIsToldOnceOnTheOther() {
    Console console = new Console(broken(), err);

    console.line(Console.Stream.OUT, "worker-1", bytes("one"));
    console.line(Console.Stream.OUT, "worker-1", bytes("two"));
    console.line(Console.Stream.ERR, "worker-1", bytes("three"));

    assertThat(err)
        .hasToString(
            """
            tallyman: lines are lost: standard output can't be written: Broken pipe
            worker-1 | three
            """);
  }

  @Test
  void twoLostOutputsEndNothing() {
    Console console = new Console(broken(), broken());

    console.say(Console.Stream.OUT, "one");
    console.say(Console.Stream.ERR, "two");
  }

  private static OutputStream broken() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("Broken pipe");
      }
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
