package dev.tallyman.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: parameters that are malformed, unknown or without sense are a {@link Problem.Found}
 * that names them.
 */
final class Query {
  private final Fields fields;

  private Query(Fields fields) {
    this.fields = fields;
  }

  static Query of(Request request) {
    try {
      return new Query(Request.extractQueryParameters(request, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | HttpException.RuntimeException e) {
      throw new Problem.Found(Problem.badParameter("query", "the query is malformed"));
    }
  }

  /** Refuses parameters that the route does not know: a typing error must not pass in silence. */
  Query knowingOnly(Set<String> names) {
    for (String name : fields.getNames()) {
      if (!names.contains(name)) {
        throw new Problem.Found(Problem.badParameter(name, "there is no parameter " + name));
      }
    }
    return this;
  }

  List<String> values(String name) {
    return fields.getValuesOrEmpty(name);
  }

  /** The parameter's only value, or the default if it is not there. */
  String one(String name, String byDefault) {
    String value = one(name);
    return value == null ? byDefault : value;
  }

  /** The parameter's only value; null if it is not there. */
  @Nullable String one(String name) {
    List<String> values = values(name);
    if (values.size() > 1) {
      throw new Problem.Found(Problem.badParameter(name, name + " must not be there twice"));
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** A whole number above 0, or the default if the parameter is not there. */
  int positive(String name, int byDefault) {
    List<String> values = values(name);
    if (values.isEmpty()) {
      return byDefault;
    }
    try {
      int value = Integer.parseInt(values.get(0));
      if (values.size() == 1 && value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw notPositive(name);
    }
    throw notPositive(name);
  }

  private static Problem.Found notPositive(String name) {
    return new Problem.Found(
        Problem.badParameter(name, name + " must be one whole number above 0"));
  }
}
