/**
 * What an application imports: the registry and the metrics.
 *
 * <p>Names and builders are those of Prometheus' own Java client, so moving between the two is a
 * change of imports. May import {@code tally} and {@code model}. Everything is safe for all
 * threads. A metric that is defined wrongly is an {@link IllegalArgumentException} that names it;
 * recording never throws: what makes no sense is dropped and counted.
 */
@NullMarked
package dev.tallyman.metrics;

import org.jspecify.annotations.NullMarked;
