/**
 * Counts and times the queries that an application asks of its database, and the connections it
 * holds.
 *
 * <p>{@link dev.tallyman.instrumentation.database.MeteredDataSource} feeds the metrics from any
 * JDBC driver. May import {@code metrics} and {@code model}. Everything is safe for all threads as
 * far as the driver is; recording never throws, and what the driver throws passes through.
 */
@NullMarked
package dev.tallyman.instrumentation.database;

import org.jspecify.annotations.NullMarked;
