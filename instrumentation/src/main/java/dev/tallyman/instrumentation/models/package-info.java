/**
 * Times the calls that an application makes to models that others run.
 *
 * <p>May import {@code metrics}. Everything is safe for all threads; recording never throws, and
 * what a call throws passes through.
 */
@NullMarked
package dev.tallyman.instrumentation.models;

import org.jspecify.annotations.NullMarked;
