package dev.tallyman.query;

import java.util.List;
import java.util.Map;

/**
 * What a client has sent.
 *
 * <p>Threading: immutable.
 *
 * @param values the values of each parameter, in the order they were sent
 */
record Parameters(Map<String, List<String>> values) {
  private static final int SHOWN_CHARS = 200;

  /** The first value, empty if there is none. */
  String first(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? "" : all.get(0);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  Selector selector(String name, String text) throws QueryException {
    try {
      return SelectorParser.parse(text);
    } catch (SelectorException e) {
      throw QueryException.badParameter(name, e.getMessage() + ", in: " + shown(text));
    }
  }

  private static String shown(String text) {
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
  }
}
