package dev.tallyman.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Dumps for people.
 *
 * <p>Threading: stateless.
 *
 * <p>Failure: none; what a file says is never let at a terminal with control characters in it.
 */
final class DumpText {
  private DumpText() {}

  static String of(TallyDump dump) {
    StringBuilder text = new StringBuilder(line(dump.summary())).append('\n');
    TallyDump.Writer worker = dump.summary().worker();
    if (worker != null) {
      text.append("id %s, created %s%n".formatted(worker.id(), worker.created()));
    }
    for (TallyDump.FamilyDump family : dump.families()) {
      text.append('\n').append(family.type()).append(' ').append(family.name());
      if (family.mode() != null) {
        text.append(" (").append(family.mode()).append(')');
      }
      text.append(family.help().isEmpty() ? "" : ": " + printable(family.help())).append('\n');
      for (TallyDump.SeriesDump series : family.series()) {
        text.append("  ").append(labels(series.labels())).append(values(series)).append('\n');
      }
    }
    return text.toString();
  }

  static String of(List<TallyDump.Summary> files) {
    return files.stream().map(file -> line(file) + "\n").collect(Collectors.joining())
        + "%d files%n".formatted(files.size());
  }

  private static String line(TallyDump.Summary file) {
    TallyDump.Writer worker = file.worker();
    TallyDump.Lost lost = file.lost();
    if (worker == null || lost == null) {
      return printable(file.file() + ": can't be read: " + file.problem());
    }
    String name = worker.name().isEmpty() ? "worker" : worker.name();
    String line =
        "%s: %s (pid %d, %s), %d series, %d bytes"
            .formatted(
                file.file(),
                name,
                worker.pid(),
                worker.live() ? "live" : "dead",
                file.series(),
                file.bytes());
    boolean lostAny = lost.dropped() + lost.overLimit() + lost.notOnDisk() > 0;
    return printable(lostAny ? line + ", " + lost : line);
  }

  private static String labels(Map<String, String> labels) {
    return labels.isEmpty()
        ? ""
        : labels.entrySet().stream()
            .map(label -> label.getKey() + "=\"" + printable(label.getValue()) + "\"")
            .collect(Collectors.joining(",", "{", "} "));
  }

  private static String values(TallyDump.SeriesDump series) {
    Map<String, Object> values = series.values();
    return values.size() == 1 && values.containsKey("value")
        ? String.valueOf(values.get("value"))
        : values.entrySet().stream()
            .map(value -> printable(value.getKey()) + " " + value.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String printable(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    ? "\\u%04x".formatted(c)
                    : Character.toString(c))
        .collect(Collectors.joining());
  }
}
