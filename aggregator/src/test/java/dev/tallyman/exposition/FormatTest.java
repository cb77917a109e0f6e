package dev.tallyman.exposition;

import static dev.tallyman.exposition.Format.OPEN_METRICS;
import static dev.tallyman.exposition.Format.PROTOBUF;
import static dev.tallyman.exposition.Format.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
  private static final String PROTOBUF_RANGE =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  @Test
  void prometheus2GetsOpenMetrics() {
    String accept =
        "application/openmetrics-text;version=1.0.0,"
            + "application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    assertThat(negotiated(accept)).isEqualTo(OPEN_METRICS);
  }

  @Test
  void prometheus2WithNativeHistogramsGetsProtobuf() {
    String accept =
        PROTOBUF_RANGE
            + ",application/openmetrics-text;version=1.0.0;q=0.8,"
            + "application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    assertThat(negotiated(accept)).isEqualTo(PROTOBUF);
  }

  @Test
  void prometheus3GetsOpenMetrics() {
    String accept =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    assertThat(negotiated(accept)).isEqualTo(OPEN_METRICS);
  }

  @Test
  void prometheus3WithNativeHistogramsGetsProtobuf() {
    String accept =
        PROTOBUF_RANGE
            + ";q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    assertThat(negotiated(accept)).isEqualTo(PROTOBUF);
  }

  @Test
  void vmagentGetsText() {
    assertThat(negotiated("text/plain;version=0.0.4;q=1,*/*;q=0.1")).isEqualTo(TEXT);
  }

  @Test
  void aBrowserGetsText() {
    String accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    assertThat(negotiated(accept)).isEqualTo(TEXT);
  }

  @Test
  void absenceGetsText() {
    assertThat(negotiated(null)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "text/*",
        "text/plain",
        "TEXT/Plain; Version=0.0.4",
        "text/plain; charset=utf-8",
        "application/json",
        "image/*",
        "application/openmetrics-text;version=0.0.1",
        "application/openmetrics-text;version=2.0.0",
        "application/openmetrics-text;q=0",
        "application/vnd.google.protobuf",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text",
        "application/vnd.google.protobuf;proto=other;encoding=delimited",
        "text/plain;q=0.9,application/openmetrics-text;q=0.8",
        "application/openmetrics-text;q=high",
        ",;/,q=,;;",
        "note/x;a=\"application/openmetrics-text, application/openmetrics-text\"",
      })
  void textIsServedForWantOfAnythingBetter(String accept) {
    assertThat(negotiated(accept)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text",
        "application/openmetrics-text; version=\"1.0.0\"; charset=utf-8",
        "text/plain,application/openmetrics-text",
        "text/plain;version=0.0.4;q=0.5 , application/openmetrics-text;q=0.501",
        "application/openmetrics-text,*/*",
        "application/*",
        "*/*,application/openmetrics-text",
        "text/plain;q=0.1,application/openmetrics-text;q=0.2,*/*;q=0.1",
        "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;q=0.1,"
            + "text/plain;q=0.4",
      })
  void openMetricsIsServedToThoseWhoWantItMost(String accept) {
    assertThat(negotiated(accept)).isEqualTo(OPEN_METRICS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PROTOBUF_RANGE,
        PROTOBUF_RANGE + ",application/openmetrics-text,text/plain",
        "text/plain,application/openmetrics-text," + PROTOBUF_RANGE,
        "application/vnd.google.protobuf; encoding=delimited; "
            + "proto=\"io.prometheus.client.MetricFamily\"",
      })
  void protobufIsServedToThoseWhoNameIt(String accept) {
    assertThat(negotiated(accept)).isEqualTo(PROTOBUF);
  }

  private static Format negotiated(@Nullable String accept) {
    return Dialect.negotiate(accept).format();
  }

  @Test
  void contentTypesAreThoseOfClientJava() {
    assertThat(TEXT.contentType()).isEqualTo(PrometheusTextFormatWriter.CONTENT_TYPE);
    assertThat(OPEN_METRICS.contentType()).isEqualTo(OpenMetricsTextFormatWriter.CONTENT_TYPE);
    assertThat(PROTOBUF.contentType()).isEqualTo(PrometheusProtobufWriter.CONTENT_TYPE);
  }
}
