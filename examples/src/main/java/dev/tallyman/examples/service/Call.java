package dev.tallyman.examples.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * A request, as a route sees it.
 *
 * <p>Threading: one thread at a time.
 */
public final class Call {
  private final Request request;
  private final Map<String, String> pathValues;

  Call(Request request, Map<String, String> pathValues) {
    this.request = request;
    this.pathValues = pathValues;
  }

  /** What the path has in a place that the route's template names. */
  public String path(String name) {
    String value = pathValues.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no such place in the route: name=" + name);
    }
    return value;
  }

  /** A parameter of the query. */
  public String query(String name, String otherwise) {
    Fields parameters = Request.extractQueryParameters(request);
    String value = parameters.getValue(name);
    return value == null ? otherwise : value;
  }

  /** A header. */
  public @Nullable String header(String name) {
    HttpField field = request.getHeaders().getField(name);
    return field == null ? null : field.getValue();
  }

  /** How long the body is, if the client has said; otherwise -1. */
  public long length() {
    return request.getLength();
  }

  /** The body. */
  public InputStream body() {
    return Content.Source.asInputStream(request);
  }

  /** The body as text. */
  public String text() throws IOException {
    return Content.Source.asString(request);
  }
}
