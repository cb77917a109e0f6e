package dev.tallyman.instrumentation.caches;

/** Whose the caches are. */
public enum CacheScope {
  /** Every worker has caches of its own: the size over all workers is the sum. */
  EACH_WORKER,
  /** All workers use the same caches, in a server say: the size is what was seen last. */
  SHARED
}
