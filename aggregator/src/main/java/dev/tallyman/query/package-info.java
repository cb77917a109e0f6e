/**
 * Questions about the history, asked and answered as Prometheus' HTTP API has them: range queries
 * of one plain vector selector, and the series that selectors pick.
 *
 * <p>{@link dev.tallyman.query.QueryApi} is the way in: parameters in, a status and JSON out. It is
 * read from there: {@link dev.tallyman.query.SelectorParser}, {@link
 * dev.tallyman.query.RangeEvaluation}, {@link dev.tallyman.query.Json}.
 *
 * <p>May import {@code history}, {@code model} and {@code com.google.re2j}, whose expressions are
 * Prometheus' own and take no time that a client chooses. Failure: a {@link
 * dev.tallyman.query.QueryException}, which becomes Prometheus' form of an error.
 */
@NullMarked
package dev.tallyman.query;

import org.jspecify.annotations.NullMarked;
