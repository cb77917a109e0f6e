/**
 * Counts what caches had and had not, and what they take.
 *
 * <p>{@link dev.tallyman.instrumentation.caches.CaffeineStats} feeds the metrics from a Caffeine
 * cache. May import {@code metrics}, {@code model} and Caffeine. Everything is safe for all
 * threads; recording never throws.
 */
@NullMarked
package dev.tallyman.instrumentation.caches;

import org.jspecify.annotations.NullMarked;
