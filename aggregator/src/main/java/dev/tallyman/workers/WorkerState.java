package dev.tallyman.workers;

/** Where a worker stands between its birth and the archive. */
public enum WorkerState {
  /** It holds its file. */
  LIVE("live"),
  /** It is gone; its counts are on the page, and wait to be stored in the archive. */
  DEAD("dead"),
  /** It is gone, and its counts are stored in the archive. */
  FOLDED("folded");

  private final String word;

  WorkerState(String word) {
    this.word = word;
  }

  /** As answers have it. */
  public String word() {
    return word;
  }
}
