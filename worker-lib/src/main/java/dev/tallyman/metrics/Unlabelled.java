package dev.tallyman.metrics;

/** When the series of a metric without labels begins. */
enum Unlabelled {
  AT_ONCE,
  WHEN_NAMED
}
