package dev.tallyman.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How the verbs that serve write their log: a line for each event on standard error, and of the web
 * server only what is wrong.
 *
 * <p>Whoever brings a configuration of {@code java.util.logging} decides alone.
 *
 * <p>Threading: once, before anything is logged.
 */
final class Logs {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  /** Held, because a level is forgotten with its logger. */
  private static final Logger WEB_SERVER = Logger.getLogger("org.eclipse.jetty");

  private Logs() {}

  static void configure() {
    if (System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null) {
      return;
    }
    if (System.getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
    }
    WEB_SERVER.setLevel(Level.WARNING);
  }
}
