package dev.tallyman.http;

import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.http.QuotedQualityCSV.QualityValue;

/**
 * What an {@code Accept-Encoding} header asks for.
 *
 * <p>Threading: stateless.
 */
final class Encodings {
  private Encodings() {}

  /** Whether gzip is wanted at least as much as no compression. */
  static boolean wantGzip(HttpFields headers) {
    QuotedQualityCSV encodings = new QuotedQualityCSV();
    headers.getValuesList(HttpHeader.ACCEPT_ENCODING).forEach(encodings::addValue);
    double gzip = -1;
    double any = 0;
    double identity = 0;
    for (QualityValue encoding : encodings.getQualityValues()) {
      switch (encoding.getValue().toLowerCase(Locale.ROOT)) {
        case "gzip", "x-gzip" -> gzip = Math.max(gzip, encoding.getWeight());
        case "identity" -> identity = encoding.getWeight();
        case "*" -> any = encoding.getWeight();
        default -> {}
      }
    }
    double weight = gzip < 0 ? any : gzip;
    return weight > 0 && weight >= identity;
  }
}
