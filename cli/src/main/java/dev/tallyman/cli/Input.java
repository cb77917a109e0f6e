package dev.tallyman.cli;

import dev.tallyman.supervisor.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value that the user may have given: as a flag, else as an environment variable, else the
 * default.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: a value that makes no sense is a {@link RefusedException} that says where it came
 * from. An empty variable is one that is not set.
 *
 * @param source the flag or variable that the value came from, or would have come from
 * @param text the value; null if none was given
 */
record Input(String source, @Nullable String text) {
  static final int PORT_LIMIT = 65_535;

  private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(|KiB|MiB|GiB)");

  static Input flag(String flag, @Nullable String value) {
    return new Input(flag, value);
  }

  static Input variable(String variable, Map<String, String> environment) {
    return new Input(variable, null).orVariable(variable, environment);
  }

  Input orVariable(String variable, Map<String, String> environment) {
    String value = environment.getOrDefault(variable, "").strip();
    return text != null || value.isEmpty() ? this : new Input(variable, value);
  }

  Input orDefault(Object value) {
    return text != null ? this : new Input(source, value.toString());
  }

  /** How to name it in a message. */
  String asked() {
    return source + "=\"" + text + "\"";
  }

  String required() throws RefusedException {
    if (text == null || text.isBlank()) {
      throw new RefusedException(source + " is empty");
    }
    return text;
  }

  /** A whole number in the range. */
  int number(int least, int most) throws RefusedException {
    String digits = required();
    // Longer ones are out of every range, and out of the parser's.
    if (digits.matches("[+-]?\\d{1,18}")) {
      long number = Long.parseLong(digits);
      if (number >= least && number <= most) {
        return (int) number;
      }
    }
    throw refused("is not a whole number from " + least + " to " + most);
  }

  /** A port to listen on. */
  int port() throws RefusedException {
    return number(1, PORT_LIMIT);
  }

  /** A time as Prometheus writes it: a whole number, and s, m, h or d. */
  Duration duration() throws RefusedException {
    Matcher time = TIME.matcher(required());
    if (!time.matches()) {
      throw refused("is not a time such as 90s, 10m, 12h or 30d");
    }
    long number = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** A size in bytes, or such as {@code 256MiB}, in the range. */
  long bytes(long least, long most) throws RefusedException {
    Matcher size = SIZE.matcher(required());
    if (size.matches()) {
      int shift =
          switch (size.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
          };
      long number = Long.parseLong(size.group(1));
      if (number <= most >> shift && number << shift >= least) {
        return number << shift;
      }
    }
    throw refused(
        "is not a size from %dMiB to %dMiB, such as 256MiB".formatted(least >> 20, most >> 20));
  }

  boolean yes() throws RefusedException {
    return switch (required().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw refused("is neither true nor false");
    };
  }

  Path path() throws RefusedException {
    try {
      return Path.of(required());
    } catch (InvalidPathException e) {
      throw refused("is not a path: " + e.getReason());
    }
  }

  URI address() throws RefusedException {
    try {
      return new URI(required());
    } catch (URISyntaxException e) {
      throw refused("is not an address: " + e.getReason());
    }
  }

  private RefusedException refused(String why) {
    return new RefusedException(asked() + " " + why);
  }
}
