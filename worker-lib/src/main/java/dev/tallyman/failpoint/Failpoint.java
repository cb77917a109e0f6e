package dev.tallyman.failpoint;

/**
 * A moment between two steps that must survive a crash between them. Started with {@code
 * -Dtallyman.failpoint=FOLD_COMMITTED}, a process halts there as if it were killed; a process may
 * also set the property itself, when it has come so far that it matters.
 *
 * <p>Threading: safe for all threads.
 */
public enum Failpoint {
  /** A worker has made its file under a hidden name. */
  BIRTH_CREATED,
  /** It has locked the file. */
  BIRTH_LOCKED,
  /** It has written the zeros that reserve the room. */
  BIRTH_ZEROED,
  /** It has written the header and what it had counted before. */
  BIRTH_FILLED,
  /** It has renamed the file into sight. */
  BIRTH_SHOWN,
  /** All its threads record into the file, and it has not said so yet. */
  BIRTH_MOVED,
  /** The aggregator has read the files of the dead, and folded them in memory. */
  FOLD_READ,
  /** It has written the transaction and not committed it. */
  FOLD_WRITTEN,
  /** It has committed the transaction, and memory does not know yet. */
  FOLD_COMMITTED,
  /** Memory knows, and no file is removed. */
  FOLD_APPLIED,
  /** It has removed the first of the files. */
  FOLD_UNLINKED,
  /** It has committed to forget files that are gone for long. */
  FILES_FORGOTTEN;

  /** The system property that names the one to halt at. */
  public static final String PROPERTY = "tallyman.failpoint";

  private static final int AS_BY_SIGKILL = 137;

  /** Goes on, unless this is the one. */
  public void pass() {
    if (name().equals(System.getProperty(PROPERTY))) {
      Runtime.getRuntime().halt(AS_BY_SIGKILL);
    }
  }
}
