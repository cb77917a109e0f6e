package dev.tallyman.cli;

import dev.tallyman.cli.TextTable.Column;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
      text.append(
          "id %s, created %s, format %s%n"
              .formatted(worker.id(), worker.created(), dump.summary().format()));
    }
    if (dump.summary().familiesPassedOver() > 0) {
      text.append(passedOver(dump.summary())).append('\n');
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
    TextTable table =
        new TextTable(
            Column.left("STATE"),
            Column.right("PID"),
            Column.left("WORKER"),
            Column.right("SERIES"),
            Column.right("BYTES"),
            Column.left("FORMAT"),
            Column.left("FILE"));
    Map<TallyDump.State, Integer> count = new EnumMap<>(TallyDump.State.class);
    for (TallyDump.Summary file : files) {
      count.merge(file.state(), 1, Integer::sum);
      addTo(table, file);
    }
    String states =
        count.entrySet().stream()
            .map(state -> state.getValue() + " " + state.getKey().label())
            .collect(Collectors.joining(", "));
    return (files.isEmpty() ? "" : table.toString())
        + plural(files.size(), "file")
        + (files.isEmpty() ? "" : ": " + states)
        + "\n";
  }

  private static void addTo(TextTable table, TallyDump.Summary file) {
    TallyDump.Writer worker = file.worker();
    TallyDump.Lost lost = file.lost();
    String state = file.state().label();
    String format = Objects.requireNonNullElse(file.format(), "");
    if (worker == null || lost == null) {
      table.add(state, "", "", "", "", format, printable(file.file() + ": " + file.problem()));
      return;
    }
    String more =
        (isAny(lost) ? ", " + lost : "")
            + (file.familiesPassedOver() > 0 ? ", " + passedOver(file) : "");
    table.add(
        state,
        Long.toString(worker.pid()),
        printable(worker.name()),
        Integer.toString(file.series()),
        Long.toString(file.bytes()),
        format,
        printable(file.file() + more));
  }

  private static String passedOver(TallyDump.Summary file) {
    return "passed over: "
        + plural(file.familiesPassedOver(), "metric")
        + " of types that this release does not know";
  }

  static String of(ArchiveDump archive) {
    StringBuilder text = new StringBuilder(printable(archive.directory()));
    text.append(
        ": archive of version %d, begun %s%n".formatted(archive.version(), archive.begun()));
    text.append(summary(archive)).append('\n');
    ArchiveDump.Lost lost = archive.lost();
    if (lost.dropped() + lost.overLimit() > 0) {
      text.append("the dead had to leave something out: ").append(lost).append('\n');
    }
    if (!archive.families().isEmpty()) {
      text.append('\n').append(table(archive.families()));
    }
    return text.toString();
  }

  /** All of an archive in one line. */
  static String summary(ArchiveDump archive) {
    ArchiveDump.KeptGauges gauges = archive.gauges();
    String since =
        archive.countedSince() == null ? "" : ", counted since " + archive.countedSince();
    return "%s of %s%s; %s kept of %s; %s known; %s"
        .formatted(
            archive.series() + " series",
            archive.families().size() == 1 ? "1 family" : archive.families().size() + " families",
            since,
            plural(gauges.series(), "gauge"),
            plural(gauges.workers(), "dead worker"),
            plural(archive.filesKnown(), "folded file"),
            plural(archive.bytes(), "byte"));
  }

  private static TextTable table(List<ArchiveDump.FamilyTotal> families) {
    TextTable table =
        new TextTable(
            Column.left("TYPE"),
            Column.left("FAMILY"),
            Column.right("SERIES"),
            Column.right("TOTAL"),
            Column.right("SUM"));
    for (ArchiveDump.FamilyTotal family : families) {
      table.add(
          family.type() + (family.mode() == null ? "" : " (" + family.mode() + ")"),
          family.name(),
          Integer.toString(family.series()),
          number(family.total()),
          number(family.sum()));
    }
    return table;
  }

  private static String number(@Nullable Number number) {
    if (number == null) {
      return "";
    }
    boolean whole = number.longValue() == number.doubleValue();
    return whole ? Long.toString(number.longValue()) : number.toString();
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static boolean isAny(TallyDump.Lost lost) {
    return lost.dropped() + lost.overLimit() + lost.notOnDisk() > 0;
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
                file.file(), name, worker.pid(), file.state().label(), file.series(), file.bytes());
    return printable(isAny(lost) ? line + ", " + lost : line);
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

  static String printable(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    ? "\\u%04x".formatted(c)
                    : Character.toString(c))
        .collect(Collectors.joining());
  }
}
