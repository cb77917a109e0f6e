package dev.tallyman.examples.digitalactors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Speech that nobody speaks: silence, as long as the text would take, and made in as much time as a
 * service for it needs. Such services take a text of limited length, and fail now and then.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: {@link IOException}, as from the client of a real one.
 */
final class SimulatedVoice {
  static final int LONGEST_TEXT = 1_000;

  private static final int BYTES_PER_CHARACTER = 16;
  private static final int FASTEST_MILLIS = 60;
  private static final int MILLIS_PER_CHARACTER = 4;
  private static final int FAILS_ONE_IN = 150;

  private final Random random = new Random(1);

  /**
   * Turns text into speech.
   *
   * @throws IOException if there is none
   */
  ByteBuffer speak(String text) throws IOException {
    if (text.length() > LONGEST_TEXT) {
      int status = SimulatedNetwork.await(413, FASTEST_MILLIS);
      throw new IOException(
          "the text is too long to speak: status=" + status + ", characters=" + text.length());
    }
    int millis = FASTEST_MILLIS + random.nextInt(1 + 2 * MILLIS_PER_CHARACTER * text.length());
    int status = SimulatedNetwork.await(random.nextInt(FAILS_ONE_IN) == 0 ? 503 : 200, millis);
    if (status != 200) {
      throw new IOException("no speech: status=" + status);
    }
    return ByteBuffer.allocate(BYTES_PER_CHARACTER * text.length());
  }
}
