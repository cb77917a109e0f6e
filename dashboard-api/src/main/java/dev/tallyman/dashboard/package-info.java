/**
 * The dashboard API: REST over what the aggregator has merged, served by any number of worker
 * processes that share one port.
 *
 * <p>It talks HTTP to the aggregator, and to a Prometheus if there is one, through {@code
 * dashboard.peer}; what metrics were is calculated in {@code dashboard.history}. It knows nothing
 * of files; what it records of itself goes through {@code instrumentation}. {@link
 * dev.tallyman.dashboard.DashboardServer} is all that others need. Routes are safe for all threads
 * and never wait for the aggregator on a server thread. Whatever fails is answered with a problem
 * document (RFC 9457).
 */
@NullMarked
package dev.tallyman.dashboard;

import org.jspecify.annotations.NullMarked;
