/**
 * Counts WebRTC connections and what goes over them.
 *
 * <p>May import {@code metrics} and {@code model}. Everything is safe for all threads; recording
 * never throws.
 */
@NullMarked
package dev.tallyman.instrumentation.webrtc;

import org.jspecify.annotations.NullMarked;
