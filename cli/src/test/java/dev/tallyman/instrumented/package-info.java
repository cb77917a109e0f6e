/** What the gauges of instrumentation say when several worker processes record them. */
@NullMarked
package dev.tallyman.instrumented;

import org.jspecify.annotations.NullMarked;
