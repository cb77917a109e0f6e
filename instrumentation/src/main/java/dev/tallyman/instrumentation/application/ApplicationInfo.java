package dev.tallyman.instrumentation.application;

import dev.tallyman.metrics.Info;
import dev.tallyman.metrics.MetricRegistry;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an application is, as the labels of a series that is always 1: {@code
 * app_info{description,name,version}} say.
 *
 * <pre>{@code
 * ApplicationInfo.show(
 *     MetricRegistry.defaultRegistry(),
 *     "app_info",
 *     Map.of("name", "Bricklayers", "version", "1.4.2", "description", "Makes bricks."));
 * }</pre>
 *
 * <p>On a page the name always ends in {@code _info}, given so or not: {@code chedweb_backend} is
 * {@code chedweb_backend_info}. While workers of two versions run, as in a rolling restart, both
 * are shown.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: as {@link Info}'s; showing other values under the same names replaces the first.
 */
public final class ApplicationInfo {
  private ApplicationInfo() {}

  /**
   * Shows what the application is.
   *
   * @param name the metric's name
   * @param values the labels; they are put in alphabetical order, so that all workers agree on it
   * @throws IllegalArgumentException if the name is taken by another metric, or a name is none
   */
  public static void show(MetricRegistry registry, String name, Map<String, String> values) {
    Map<String, String> sorted = new TreeMap<>(values);
    Info.builder()
        .name(name)
        .help("What this application is.")
        .labelNames(sorted.keySet().toArray(String[]::new))
        .register(registry)
        .setLabelValues(sorted.values().toArray(String[]::new));
  }
}
