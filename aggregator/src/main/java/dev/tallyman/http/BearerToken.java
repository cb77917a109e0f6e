package dev.tallyman.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The token that a scrape must show.
 *
 * <p>Threading: immutable.
 */
final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final byte[] expected;

  BearerToken(String token) {
    this.expected = token.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the header has the token. The time taken does not tell how much of it was right. */
  boolean isIn(@Nullable String authorization) {
    if (authorization == null || !startsWithScheme(authorization)) {
      return false;
    }
    String shown = authorization.substring(SCHEME.length()).strip();
    // Jetty reads headers as ISO 8859-1, so these are the bytes that were sent. The time taken
    // depends on the length of the first argument only: on what the client chose.
    return MessageDigest.isEqual(shown.getBytes(StandardCharsets.ISO_8859_1), expected);
  }

  private static boolean startsWithScheme(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }
}
