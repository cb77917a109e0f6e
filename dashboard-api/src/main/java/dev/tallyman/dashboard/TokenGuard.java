package dev.tallyman.dashboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/**
 * Shows what the aggregator hides behind its token only to those who bring the same token: as
 * bearer token, or as the password of any user, which a browser asks people for by itself.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: whoever does not bring it is answered with a 401 that says what is wanted.
 */
final class TokenGuard implements Route.Action {
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";
  private static final String WANTED = "Bearer realm=\"tallyman\", Basic realm=\"tallyman\"";

  private final byte[] token;
  private final Route.Action guarded;

  private TokenGuard(String token, Route.Action guarded) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.guarded = guarded;
  }

  /** The action, guarded unless the token is empty. */
  static Route.Action before(Route.Action action, String token) {
    return token.isEmpty() ? action : new TokenGuard(token, action);
  }

  @Override
  public CompletableFuture<? extends Answer> answer(Request request) {
    String shown = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (shown != null && MessageDigest.isEqual(token, tokenIn(shown))) {
      return guarded.answer(request);
    }
    return CompletableFuture.completedFuture(
        Problem.of(HttpStatus.UNAUTHORIZED_401, "this needs the token that scrapes need")
            .reply(Map.of(HttpHeader.WWW_AUTHENTICATE.asString(), WANTED)));
  }

  private static byte[] tokenIn(String shown) {
    if (shown.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return shown.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
    }
    if (shown.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return password(shown.substring(BASIC.length()).strip());
    }
    return new byte[0];
  }

  private static byte[] password(String credentials) {
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not the token, whatever it is.
      return new byte[0];
    }
  }
}
