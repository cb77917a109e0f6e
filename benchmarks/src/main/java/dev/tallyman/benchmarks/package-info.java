/**
 * Benchmarks, each beside its peer in the same run: of recording with JMH, started with {@code
 * benchmarks/run}, and of scraping with processes, started with {@code benchmarks/scrape}.
 *
 * <p>May import everything; nobody imports it. Figures stand only in the output it generates,
 * {@code docs/performance.md} and {@code docs/performance-scrape.md}.
 */
@NullMarked
package dev.tallyman.benchmarks;

import org.jspecify.annotations.NullMarked;
