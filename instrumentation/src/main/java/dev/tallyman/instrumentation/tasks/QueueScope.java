package dev.tallyman.instrumentation.tasks;

/** Whose the queues are that tasks wait in. */
public enum QueueScope {
  /** Every worker has queues of its own: the length over all workers is the sum. */
  EACH_WORKER,
  /** All workers take tasks from the same queues, a broker's: the length is what was seen last. */
  SHARED
}
