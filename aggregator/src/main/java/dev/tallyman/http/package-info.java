/**
 * The HTTP side: Jetty in front of whatever gives readings. Knows nothing of files or workers.
 *
 * <p>{@link dev.tallyman.http.MetricsServer} is the way in. It is given a {@link
 * dev.tallyman.http.ScrapeSource}, and asks it from one thread only, whatever the number of
 * scrapers; scrapes that wait for the same page share it. Pages are finished in memory before a
 * byte is sent, so a scrape gets a whole page or a plain error.
 *
 * <p>May import {@code exposition}, {@code model} and {@code org.eclipse.jetty}. Failures of the
 * source are logged here and are a 500 to the client, without a stack trace.
 */
@NullMarked
package dev.tallyman.http;

import org.jspecify.annotations.NullMarked;
