/**
 * The agent as the JVM sees it: what {@code -javaagent} starts, and the wall around the rest.
 *
 * <p>These few classes are all that stands on the application's class path. Everything else, this
 * project's own library and Prometheus' Java client included, lies in the agent's jar under {@code
 * inside/}, is loaded by a class loader of its own, and so clashes with nothing that the
 * application brings. May import the JDK only. Nothing here may throw into the application, or
 * print.
 */
@NullMarked
package dev.tallyman.agent;

import org.jspecify.annotations.NullMarked;
