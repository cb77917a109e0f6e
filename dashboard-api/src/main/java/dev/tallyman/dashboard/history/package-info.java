/**
 * What the metrics were: asks a range-query API in Prometheus' form, be it the aggregator's own or
 * a real Prometheus, for plain selectors only, and calculates rates, increases, averages and
 * quantiles from the answer.
 *
 * <p>So both kinds of source give the same answers. {@link
 * dev.tallyman.dashboard.history.RangeClient} asks and never waits; all else is arithmetic without
 * clock or I/O. Values that are not known are NaN. What goes wrong is a {@link
 * dev.tallyman.dashboard.history.HistoryException} that names the source.
 */
@NullMarked
package dev.tallyman.dashboard.history;

import org.jspecify.annotations.NullMarked;
