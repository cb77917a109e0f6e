package dev.tallyman.model;

/**
 * What a worker had to leave out.
 *
 * <p>Threading: immutable.
 *
 * @param dropped recordings that made no sense, such as negative increments
 * @param overLimit look-ups of series that were one too many for the worker's limit
 * @param notOnDisk series that there is no room on disk for
 */
public record LossCounts(long dropped, long overLimit, long notOnDisk) {
  /** Nothing. */
  public static final LossCounts NONE = new LossCounts(0, 0, 0);

  /** Both together. */
  public LossCounts plus(LossCounts other) {
    return new LossCounts(
        dropped + other.dropped, overLimit + other.overLimit, notOnDisk + other.notOnDisk);
  }
}
