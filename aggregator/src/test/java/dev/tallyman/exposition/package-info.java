/** What Prometheus, promtool, Pushgateway and the other client libraries say to our pages. */
@NullMarked
package dev.tallyman.exposition;

import org.jspecify.annotations.NullMarked;
