package dev.tallyman.history;

import java.io.IOException;

/** The store is there, and is none that this program can use. */
final class DamagedStoreException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedStoreException(String what) {
    super(what);
  }
}
