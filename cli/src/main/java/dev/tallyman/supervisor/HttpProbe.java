package dev.tallyman.supervisor;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;

/**
 * Asks an address once whether it serves.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: an address that can't be reached is an answer, not an exception.
 */
final class HttpProbe {
  private static final int TIMEOUT_MILLIS = 1_000;

  private HttpProbe() {}

  /** Why the address does not serve; empty when it does. */
  static Optional<String> problem(URI address) {
    try {
      // Whatever proxy is set for this user is not for the loopback.
      HttpURLConnection connection =
          (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      try {
        int status = connection.getResponseCode();
        return status == HttpURLConnection.HTTP_OK
            ? Optional.empty()
            : Optional.of("status " + status);
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
