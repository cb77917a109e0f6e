package dev.tallyman.metrics;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Labels;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's current span, where the application has OpenTelemetry. It is looked for once.
 *
 * <p>Threading: safe for all threads. Failure: none; a span that can't be asked is none.
 */
final class OpenTelemetry {
  /** Whether there can be spans; a constant, so that where there are none nothing is asked. */
  static final boolean PRESENT = isPresent();

  private OpenTelemetry() {}

  private static boolean isPresent() {
    try {
      Class<?> unused =
          Class.forName(
              "io.opentelemetry.api.trace.Span", false, OpenTelemetry.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** The labels of the current span, if it is sampled: only then can anybody look at it. */
  static @Nullable Labels currentSpan() {
    try {
      Span span = Span.current();
      SpanContext context = span.getSpanContext();
      if (!context.isValid() || !context.isSampled()) {
        return null;
      }
      Span unused = span.setAttribute("exemplar", "true"); // as client_java marks it
      return Labels.of(
          Exemplar.SPAN_ID, context.getSpanId(), Exemplar.TRACE_ID, context.getTraceId());
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }
}
