/**
 * The monitoring files we ship, judged by the programs that will read them: Prometheus, promtool,
 * Alertmanager, amtool, docker-compose, and Grafana's own types and transformations.
 *
 * <p>Tests only. {@link dev.tallyman.monitoring.PrometheusServer} is for every test that wants a
 * real Prometheus. A judge that is not installed is a failure that names the package to install.
 */
@NullMarked
package dev.tallyman.monitoring;

import org.jspecify.annotations.NullMarked;
