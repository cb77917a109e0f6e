/**
 * Between our metrics and those of Prometheus' own Java client: {@link
 * dev.tallyman.bridge.RegistryBridge} copies its registry into ours, {@link
 * dev.tallyman.bridge.RegistryCollector} shows ours in its.
 *
 * <p>May import {@code metrics}, {@code model} and {@code io.prometheus}; an application that uses
 * it brings {@code prometheus-metrics-model} along. Safe for all threads.
 */
@NullMarked
package dev.tallyman.bridge;

import org.jspecify.annotations.NullMarked;
