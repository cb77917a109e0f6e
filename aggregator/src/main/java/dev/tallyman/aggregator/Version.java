package dev.tallyman.aggregator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this program, as the build wrote it down.
 *
 * <p>Threading: stateless.
 */
public final class Version {
  private Version() {}

  /** For example {@code 1.2.0}. */
  public static String current() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties can't be read", e);
    }
  }
}
