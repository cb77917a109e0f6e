package dev.tallyman.examples.bricklayers;

import java.util.Locale;

/** How far a job is. */
enum JobState {
  PENDING,
  PROCESSING,
  COMPLETED,
  ERROR,
  TIMEOUT;

  /** As users and folders have it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isEnd() {
    return this != PENDING && this != PROCESSING;
  }
}
