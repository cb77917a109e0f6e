package dev.tallyman.http;

import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a server shows.
 *
 * <p>Threading: immutable.
 *
 * @param source what scrapes show
 * @param ready whether {@code /-/ready} answers 200; asked each time
 * @param listener is told of every page
 * @param questions what answers in JSON, by path; {@code /path/*} is all that is below the path
 */
public record Served(
    ScrapeSource source,
    BooleanSupplier ready,
    ScrapeListener listener,
    Map<String, JsonSource> questions) {

  public Served {
    questions = Map.copyOf(questions);
  }
}
