/**
 * Counts and times the requests that a web server answers.
 *
 * <p>{@link dev.tallyman.instrumentation.http.HttpMetrics} are the metrics, for any server; {@link
 * dev.tallyman.instrumentation.http.HttpMetricsHandler} feeds them from Jetty, {@link
 * dev.tallyman.instrumentation.http.HttpMetricsServletFilter} from a servlet container, {@link
 * dev.tallyman.instrumentation.http.HttpMetricsFilter} from the JDK's server. May import {@code
 * metrics}, {@code model}, Jetty, the servlet API and the JDK's server. Everything is safe for all
 * threads. Recording never throws and never changes an answer; what would make labels unbounded is
 * folded into one value.
 */
@NullMarked
package dev.tallyman.instrumentation.http;

import org.jspecify.annotations.NullMarked;
