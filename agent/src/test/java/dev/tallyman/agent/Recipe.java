package dev.tallyman.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docs/agent.md} tells its reader to write. */
final class Recipe {
  private static final Path PAGE = Path.of("../docs/agent.md");

  private Recipe() {}

  /** The first block of a language in a section. */
  static String of(String section, String language) throws IOException {
    Pattern pattern =
        Pattern.compile(
            "(?s)\\n### "
                + Pattern.quote(section)
                + "\\n(?:(?!\\n### ).)*?\\n```"
                + language
                + "\\n(.*?\\n)```\\n");
    Matcher found = pattern.matcher(Files.readString(PAGE));
    if (!found.find()) {
      throw new AssertionError("no such block: section=" + section + ", language=" + language);
    }
    return found.group(1);
  }
}
