package dev.tallyman.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java file as the house rules see it.
 *
 * @param name where it lies, from the top of the repository
 * @param text what it says
 */
record JavaSource(String name, String text) {
  static final String OURS = "dev.tallyman.";

  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+)");

  /** All Java files of the repository, not those that a build has generated. */
  static List<JavaSource> all(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files
          .map(top::relativize)
          .filter(file -> file.toString().matches("[^/.]+/src/.*\\.java"))
          .sorted()
          .map(file -> read(top, file))
          .toList();
    }
  }

  private static JavaSource read(Path top, Path file) {
    try {
      return new JavaSource(file.toString(), Files.readString(top.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isMain() {
    return name.contains("/src/main/");
  }

  boolean isCharter() {
    return name.endsWith("/package-info.java");
  }

  long lines() {
    return text.lines().count();
  }

  String packageName() {
    return PACKAGE.matcher(text).results().findFirst().map(found -> found.group(1)).orElse("");
  }

  /** The package below ours: {@code tally}, {@code instrumentation.http}. */
  String room() {
    return roomOf(packageName() + ".");
  }

  List<String> imports() {
    return IMPORT.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** The room that a qualified name of ours is in. */
  static String roomOf(String qualifiedName) {
    if (!qualifiedName.startsWith(OURS)) {
      return "";
    }
    return qualifiedName.substring(OURS.length()).replaceFirst("\\.(?:[A-Z].*)?$", "");
  }
}
