package dev.tallyman.instrumentation.database;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an SQL statement does, in one word of a limited number of words.
 *
 * <p>Threading: immutable.
 */
final class Operation {
  /** A statement that begins with a word we do not know. */
  static final String OTHER = "other";

  /** Several statements sent at once. */
  static final String BATCH = "batch";

  private static final Set<String> KNOWN =
      Set.of(
          "alter",
          "analyze",
          "call",
          "commit",
          "create",
          "delete",
          "drop",
          "explain",
          "grant",
          "insert",
          "lock",
          "merge",
          "pragma",
          "replace",
          "revoke",
          "rollback",
          "select",
          "set",
          "show",
          "truncate",
          "update",
          "vacuum",
          "values");

  /** What may follow the queries that a statement names beforehand. */
  private static final Set<String> AFTER_WITH =
      Set.of("select", "insert", "update", "delete", "merge", "values");

  /** Possessive, so that a long comment or text costs no stack. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "--[^\\n]*+|/\\*(?:[^*]|\\*(?!/))*+(?:\\*/)?|'(?:[^']|'')*+'?|\"[^\"]*+\"?|[(){}]|[\\w$]++");

  private Operation() {}

  /** The statement's first word, or the one that says what is done with its common tables. */
  static String of(String sql) {
    Matcher tokens = TOKEN.matcher(sql);
    boolean with = false;
    int depth = 0;
    while (tokens.find()) {
      String token = tokens.group().toLowerCase(Locale.ROOT);
      char first = token.charAt(0);
      if (first == '(' || first == '{') {
        depth++;
      } else if (first == ')' || first == '}') {
        depth--;
      } else if (with && depth == 0 && AFTER_WITH.contains(token)) {
        return token;
      } else if (!with && token.equals("with")) {
        with = true;
        depth = 0;
      } else if (!with && Character.isJavaIdentifierStart(first)) {
        return KNOWN.contains(token) ? token : OTHER;
      }
    }
    return OTHER;
  }
}
