package dev.tallyman.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/**
 * A file of the page, as it is and compressed; both are made once.
 *
 * <p>Threading: immutable.
 */
final class Asset {
  private static final int TAG_LENGTH = 16;
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "txt", "text/plain; charset=utf-8");

  /** Nothing but what comes with the page: no foreign script, style, frame or address. */
  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private final String type;
  private final String tag;
  private final ByteBuffer plain;
  private final ByteBuffer compressed;

  Asset(String name, byte[] content) {
    String known = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (known == null) {
      throw new IllegalArgumentException("no content type is known: name=" + name);
    }
    this.type = known;
    this.tag = fingerprint(content);
    this.plain = ByteBuffer.wrap(content);
    this.compressed = ByteBuffer.wrap(gzip(content));
  }

  /** Differs when the bytes do. */
  String tag() {
    return tag;
  }

  /** The answer to who asks for it; {@code caching} says how long it may be kept. */
  Reply reply(Request request, String caching) {
    Map<String, String> headers = new LinkedHashMap<>();
    String entityTag = weakTag(tag);
    headers.put(HttpHeader.ETAG.asString(), entityTag);
    headers.put(HttpHeader.CACHE_CONTROL.asString(), caching);
    headers.put(HttpHeader.VARY.asString(), HttpHeader.ACCEPT_ENCODING.asString());
    if (isKnown(request, entityTag)) {
      return new Reply(HttpStatus.NOT_MODIFIED_304, headers, ByteBuffer.allocate(0));
    }
    headers.put(Reply.contentType(), type);
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    if (!request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING).contains("gzip")) {
      return new Reply(HttpStatus.OK_200, headers, plain);
    }
    headers.put(HttpHeader.CONTENT_ENCODING.asString(), "gzip");
    return new Reply(HttpStatus.OK_200, headers, compressed);
  }

  /** Weak, since it is the same for both encodings. */
  static String weakTag(String fingerprint) {
    return "W/\"" + fingerprint + "\"";
  }

  /** Whether the client has what has this tag. */
  static boolean isKnown(Request request, String entityTag) {
    return request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .anyMatch(tag -> tag.strip().equals(entityTag));
  }

  static String fingerprint(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest).substring(0, TAG_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return compressed.toByteArray();
  }
}
