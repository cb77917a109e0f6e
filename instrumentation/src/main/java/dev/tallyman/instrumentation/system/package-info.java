/**
 * Samples what a worker's process takes of its host, and how the host is.
 *
 * <p>{@link dev.tallyman.instrumentation.system.ProcessMetrics}, {@link
 * dev.tallyman.instrumentation.system.HostMetrics} and {@link
 * dev.tallyman.instrumentation.system.UsageMetrics} each take a sample when they are asked; {@link
 * dev.tallyman.instrumentation.system.Sampling} asks them again and again. May import {@code
 * metrics}, {@code model} and OSHI. Sampling never throws: what can't be read is logged once and
 * keeps its last value.
 */
@NullMarked
package dev.tallyman.instrumentation.system;

import org.jspecify.annotations.NullMarked;
