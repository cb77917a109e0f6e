/**
 * The servers that the dashboard asks: the aggregator, and a Prometheus if there is one.
 *
 * <p>It knows of HTTP and nothing of what is asked. Nobody waits for an answer, and no answer may
 * be larger or later than the asker allows. Safe for all threads. A server that can't be had is a
 * {@link dev.tallyman.dashboard.peer.PeerException} that names the address.
 */
@NullMarked
package dev.tallyman.dashboard.peer;

import org.jspecify.annotations.NullMarked;
