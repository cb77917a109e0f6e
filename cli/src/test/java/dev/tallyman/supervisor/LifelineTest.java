package dev.tallyman.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LifelineTest {
  private final AtomicInteger lost = new AtomicInteger();

  @Test
  void theEndOfThePipeIsTheEnd() {
    Lifeline.awaitEnd(new ByteArrayInputStream(new byte[] {1, 2, 3}), lost::incrementAndGet);

    assertThat(lost).hasValue(1);
  }

  @Test
  void aPipeThatCannotBeReadIsTheEnd() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();

    Lifeline.awaitEnd(closed, lost::incrementAndGet);

    assertThat(lost).hasValue(1);
  }
}
