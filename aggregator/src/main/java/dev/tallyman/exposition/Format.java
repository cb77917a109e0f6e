package dev.tallyman.exposition;

import java.util.Map;
import java.util.Set;

/**
 * The formats a page can have. Their order is the server's preference among formats that a client
 * wants equally and by name, and is client_java's.
 *
 * <p>Threading: immutable.
 */
public enum Format {
  /** Length-delimited protobuf. */
  PROTOBUF(
      "application",
      "vnd.google.protobuf",
      "; proto=io.prometheus.client.MetricFamily; encoding=delimited"),
  /** OpenMetrics text 1.0. */
  OPEN_METRICS("application", "openmetrics-text", "; version=1.0.0; charset=utf-8"),
  /** Prometheus text 0.0.4: what everybody can read, so what is served when in doubt. */
  TEXT("text", "plain", "; version=0.0.4; charset=utf-8");

  /** The second differs from the first in what names there may be, and so says a page nothing. */
  private static final Set<String> TEXT_VERSIONS = Set.of("0.0.4", "1.0.0");

  private final String type;
  private final String subtype;
  private final String contentType;

  Format(String type, String subtype, String parameters) {
    this.type = type;
    this.subtype = subtype;
    this.contentType = type + "/" + subtype + parameters;
  }

  /** The value of the {@code Content-Type} header. */
  public String contentType() {
    return contentType;
  }

  String type() {
    return type;
  }

  String subtype() {
    return subtype;
  }

  /** Whether this is the version and encoding that a media range's parameters ask for. */
  boolean satisfies(Map<String, String> parameters) {
    return switch (this) {
      case PROTOBUF ->
          "io.prometheus.client.metricfamily".equals(parameters.get("proto"))
              && "delimited".equals(parameters.get("encoding"));
      case OPEN_METRICS -> parameters.getOrDefault("version", "1.0.0").equals("1.0.0");
      case TEXT -> TEXT_VERSIONS.contains(parameters.getOrDefault("version", "0.0.4"));
    };
  }
}
