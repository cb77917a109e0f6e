package dev.tallyman.house;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules of the house that no compiler holds. Each lists who breaks it. */
final class HouseRules {
  static final int MAIN_LINES = 300;
  static final int TEST_LINES = 400;
  static final int METHOD_LINES = 40;

  private static final Pattern SLEEP =
      Pattern.compile("\\b(?:Thread|[A-Z]+S)\\s*\\.\\s*sleep\\s*\\(");
  private static final Pattern DRAWER =
      Pattern.compile("(?i)(?:^|\\.)(?:utils?|common|helpers?|impl|managers?|misc)(?:\\.|$)");

  private HouseRules() {}

  static List<String> tooLong(List<JavaSource> sources) {
    return sources.stream()
        .filter(source -> source.lines() > (source.isMain() ? MAIN_LINES : TEST_LINES))
        .map(source -> source.name() + ": " + source.lines() + " lines")
        .toList();
  }

  static List<String> longMethods(List<JavaSource> sources) throws IOException {
    List<JavaSource> main = sources.stream().filter(JavaSource::isMain).toList();
    return Methods.lengths(main).entrySet().stream()
        .filter(method -> method.getValue() > METHOD_LINES)
        .map(method -> method.getKey() + ": " + method.getValue() + " lines")
        .sorted()
        .toList();
  }

  static List<String> withoutCharter(List<JavaSource> sources) {
    Set<String> chartered =
        sources.stream()
            .filter(source -> source.isMain() && source.isCharter())
            .filter(
                source -> source.text().contains("@NullMarked") && source.text().contains("/**"))
            .map(JavaSource::packageName)
            .collect(Collectors.toSet());
    return sources.stream()
        .filter(JavaSource::isMain)
        .map(JavaSource::packageName)
        .filter(name -> !chartered.contains(name))
        .distinct()
        .toList();
  }

  static List<String> outsideTheRooms(List<JavaSource> sources) {
    return sources.stream()
        .filter(source -> source.isMain() && !Rooms.isKnown(source.room()))
        .map(source -> source.name() + ": no such room: " + source.packageName())
        .toList();
  }

  static List<String> forbiddenImports(List<JavaSource> sources) {
    List<String> found = new ArrayList<>();
    for (JavaSource source : sources) {
      if (source.isMain()) {
        source.imports().stream()
            .filter(imported -> !Rooms.allows(source.room(), imported))
            .map(imported -> source.name() + ": " + source.room() + " imports " + imported)
            .forEach(found::add);
      }
    }
    return found;
  }

  static List<String> sleeping(List<JavaSource> sources) {
    return sources.stream()
        .filter(source -> source.isMain() && SLEEP.matcher(source.text()).find())
        .map(JavaSource::name)
        .toList();
  }

  static List<String> drawers(List<JavaSource> sources) {
    return sources.stream()
        .map(JavaSource::packageName)
        .distinct()
        .filter(name -> DRAWER.matcher(name).find())
        .toList();
  }
}
