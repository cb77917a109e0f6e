package dev.tallyman.dashboard;

import java.util.Map;

/**
 * One line of a Prometheus page.
 *
 * <p>Threading: immutable.
 */
record Sample(String name, Map<String, String> labels, double value) {
  Sample {
    labels = Map.copyOf(labels);
  }
}
