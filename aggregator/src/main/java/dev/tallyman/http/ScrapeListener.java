package dev.tallyman.http;

/**
 * Is told of every page that was made, so that scrapes can be counted and timed.
 *
 * <p>Threading: called by the thread that makes the pages, between two of them.
 *
 * <p>Failure: an exception is logged and changes nothing for the scrape.
 */
@FunctionalInterface
public interface ScrapeListener {
  /** A page was made, or could not be made. */
  void scraped(ScrapeReport report);
}
