package dev.tallyman.exposition;

import io.prometheus.metrics.config.EscapingScheme;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a page is to be written: its format, and what becomes of names that only Prometheus 3 knows.
 *
 * <p>Threading: immutable.
 *
 * @param format the format
 * @param escaping what becomes of names that are not made of letters, digits and underscores
 * @param contentType the value of the {@code Content-Type} header
 */
public record Dialect(Format format, EscapingScheme escaping, String contentType) {
  /** What everybody understands of a format: names in letters, digits and underscores. */
  public static Dialect of(Format format) {
    return new Dialect(format, EscapingScheme.UNDERSCORE_ESCAPING, format.contentType());
  }

  /**
   * The supported format that the client wants most, by the weights of its {@code Accept} header,
   * and the escaping that it asks for there. {@link Format#TEXT} if the header is absent or has no
   * supported format; underscores if it names no escaping that there is.
   *
   * @param accept the header's value, several headers joined by commas
   */
  public static Dialect negotiate(@Nullable String accept) {
    return accept == null ? of(Format.TEXT) : Accept.parse(accept).best();
  }

  /** A format as a range of an {@code Accept} header asks for it. */
  static Dialect of(Format format, Accept.Range range) {
    String type = format.contentType();
    String version = range.parameters().get("version");
    if (format == Format.TEXT && version != null) {
      type = type.replace("version=0.0.4", "version=" + version);
    }
    String name = range.parameters().get("escaping");
    if (name == null) {
      return new Dialect(format, EscapingScheme.UNDERSCORE_ESCAPING, type);
    }
    EscapingScheme escaping = scheme(name);
    return new Dialect(format, escaping, type + escaping.toHeaderFormat());
  }

  private static EscapingScheme scheme(String name) {
    for (EscapingScheme each : EscapingScheme.values()) {
      if (each.getValue().equals(name.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    return EscapingScheme.UNDERSCORE_ESCAPING;
  }
}
