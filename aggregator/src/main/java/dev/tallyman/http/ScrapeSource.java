package dev.tallyman.http;

import dev.tallyman.model.FamilyView;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where scrapes get what they show.
 *
 * <pre>{@code
 * ScrapeSource source = page -> page.accept(pipeline.read());
 * }</pre>
 *
 * <p>Threading: called by one thread at a time, but not always by the same one as other parts of
 * the program use; what the views stand on must hold still until {@code page} returns.
 *
 * <p>Failure: whatever it throws is logged, and a 500 for those who waited for this reading.
 */
@FunctionalInterface
public interface ScrapeSource {
  /**
   * Takes a reading and hands it over, once.
   *
   * @param page writes the page while the call lasts, and keeps no view
   */
  void scrape(Consumer<List<? extends FamilyView>> page);
}
