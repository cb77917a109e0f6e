/**
 * Families, series, labels, values and gauge modes: the words that every other room speaks.
 *
 * <p>Values only: no I/O, no clock, no log. May import nothing but the JDK. Everything here is
 * immutable and safe for all threads, but for {@link dev.tallyman.model.ExactSum}, which says so.
 * Wrong arguments are an {@link IllegalArgumentException} that names the metric and the value.
 */
@NullMarked
package dev.tallyman.model;

import org.jspecify.annotations.NullMarked;
