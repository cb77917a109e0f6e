/**
 * The agent's inside: finds the metrics of the application and of the JVM, and copies them.
 *
 * <p>Loaded by {@link dev.tallyman.agent.InsideLoader}, apart from the application. May import
 * {@code bridge}, {@code metrics}, {@code tally}, {@code model}, the agent's door, and Prometheus'
 * Java client. One thread at a time, but for the parts that ask code of others, which have threads
 * of their own. What goes wrong is counted in the tally file, and written to the agent's log if one
 * was asked for; nothing is thrown or printed.
 */
@NullMarked
package dev.tallyman.agent.inside;

import org.jspecify.annotations.NullMarked;
