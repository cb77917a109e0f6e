package dev.tallyman.examples.chedweb;

import java.io.IOException;

/** A command that was not carried out; why is one of few words, so that it can be a label. */
final class MotionException extends IOException {
  static final String DISCONNECTED = "disconnected";
  static final String REFUSED = "refused";
  static final String TIMEOUT = "timeout";
  static final String UNREACHABLE = "unreachable";

  private static final long serialVersionUID = 1;

  private final String why;

  MotionException(String why) {
    super("not carried out: why=" + why);
    this.why = why;
  }

  String why() {
    return why;
  }
}
