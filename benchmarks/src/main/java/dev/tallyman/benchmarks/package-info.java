/**
 * JMH benchmarks, each beside its peer in the same run.
 *
 * <p>May import everything; nobody imports it. Start them with {@code benchmarks/run}; figures
 * stand only in the output it generates, {@code docs/performance.md}.
 */
@NullMarked
package dev.tallyman.benchmarks;

import org.jspecify.annotations.NullMarked;
