package dev.tallyman.pages;

import java.io.IOException;

/**
 * A page of LMDB's file is not what it should be.
 *
 * <p>Threading: as any exception.
 */
public final class DamagedPageException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedPageException(String what, long page) {
    super("bad " + what + ", page=" + page);
  }
}
