/**
 * Metrics of the JVM and the process, under the names that client_java's JvmMetrics gives them,
 * read by hand: client_java takes five times the processor time to begin, and a tool that lives for
 * three seconds is to cost next to nothing. So nothing here asks an MBean server, or keeps what it
 * can ask again. A test holds names, helps, kinds, labels and values to those of client_java.
 *
 * <p>May import {@code metrics}, {@code model} and the rules for gauges in {@code bridge}. One
 * thread at a time. What can't be read is thrown by the part that reads it; the others go on.
 */
@NullMarked
package dev.tallyman.agent.inside.jvm;

import org.jspecify.annotations.NullMarked;
