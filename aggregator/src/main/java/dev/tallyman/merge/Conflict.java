package dev.tallyman.merge;

/**
 * Workers that do not agree about a family.
 *
 * <p>Threading: immutable.
 *
 * @param family the family's name
 * @param kind what they differ in
 */
public record Conflict(String family, Kind kind) {
  /** What workers can differ in; the lower-case names are label values of our own metrics. */
  public enum Kind {
    /** The type: the oldest living worker's wins, the others' series are left out. */
    TYPE,
    /**
     * Label names, unit, gauge mode or states: the oldest living worker's win, or where nobody
     * lives those of the last to die; other series are left out.
     */
    DEFINITION,
    /** A histogram's bounds: each worker counts at its own bounds, nothing is left out. */
    BOUNDS,
    /**
     * The kind of a histogram's buckets, or whether a summary has quantiles: of the living, each
     * counts in what it has, and nothing is left out.
     */
    BUCKETS,
    /**
     * Living workers that nobody can tell apart, since pid and name are the same: of a gauge that
     * each has for itself, one worker's value is shown and the others' are left out.
     */
    WORKER,
    /**
     * Numbers that nobody can have counted, since a file is damaged: this worker's part of the
     * series is left out.
     */
    DAMAGE
  }
}
