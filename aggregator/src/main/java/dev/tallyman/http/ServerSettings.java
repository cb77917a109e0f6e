package dev.tallyman.http;

import org.jspecify.annotations.Nullable;

/**
 * How the server listens and what it says of itself.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: a port out of range or an empty token is an {@link IllegalArgumentException}.
 *
 * @param host the address to bind, {@code 0.0.0.0} for all
 * @param port the port, 0 for any free one
 * @param token what scrapes must show as bearer token; null if everybody may scrape
 * @param version the version that the landing page shows
 */
public record ServerSettings(String host, int port, @Nullable String token, String version) {

  public ServerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("bad port: port=" + port);
    }
    if (token != null && token.isBlank()) {
      throw new IllegalArgumentException("bad token: empty");
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ServerSettings[host=" + host + ", port=" + port + ", version=" + version + "]";
  }
}
