package dev.tallyman.examples.digitalactors;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A language model that is none: it takes its time as one does, says one of the lines it was given,
 * and now and then is slow, overloaded or too slow to wait for.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: {@link IOException}, as from the client of a real one.
 */
final class SimulatedModel {
  private static final int SLOW_ONE_IN = 40;
  private static final int SLOWEST_MILLIS = 6_000;
  private static final int OVERLOADED_ONE_IN = 100;
  private static final double SPREAD = .4;

  /** What the provider's filter does not let pass. */
  private static final String FORBIDDEN = "poison";

  /** What makes it talk and talk. */
  private static final String LONG_WINDED = "story";

  private static final int STORY_LINES = 200;

  private final String provider;
  private final String name;
  private final int medianMillis;
  private final Random random;

  SimulatedModel(String provider, String name, int medianMillis) {
    this.provider = provider;
    this.name = name;
    this.medianMillis = medianMillis;
    this.random = new Random(name.hashCode());
  }

  String provider() {
    return provider;
  }

  String name() {
    return name;
  }

  /**
   * Answers a question.
   *
   * @param lines what it may say
   * @param past what was said before, for it not to repeat itself
   * @throws IOException if there is no answer
   */
  String complete(List<String> lines, List<String> past, String question) throws IOException {
    int status =
        SimulatedNetwork.await(random.nextInt(OVERLOADED_ONE_IN) == 0 ? 529 : 200, millis());
    if (status != 200) {
      throw new IOException(provider + " is overloaded: status=" + status);
    }
    String asked = question.toLowerCase(Locale.ROOT);
    if (asked.contains(FORBIDDEN)) {
      throw new IOException(provider + " refuses to answer: reason=content_filter");
    }
    String line = lines.get(past.size() % lines.size());
    return asked.contains(LONG_WINDED) ? (line + ' ').repeat(STORY_LINES) : line;
  }

  /** Most calls take about as long as the median says, and a few far longer. */
  private int millis() {
    if (random.nextInt(SLOW_ONE_IN) == 0) {
      return 1_000 + random.nextInt(SLOWEST_MILLIS);
    }
    return (int) (medianMillis * Math.exp(SPREAD * random.nextGaussian()));
  }
}
