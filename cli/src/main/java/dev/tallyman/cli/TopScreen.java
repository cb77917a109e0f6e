package dev.tallyman.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A look, as lines of text: the busiest endpoints first, and of equally busy ones those that took
 * the most time.
 *
 * <p>Threading: immutable.
 */
final class TopScreen {
  private static final String UNKNOWN = "-";
  private static final Comparator<Double> MOST_FIRST =
      Comparator.comparingDouble((Double value) -> Double.isNaN(value) ? -1 : value).reversed();
  private static final Comparator<TopLook.Endpoint> BUSIEST_FIRST =
      Comparator.comparing(TopLook.Endpoint::callsPerSecond, MOST_FIRST)
          .thenComparing(TopLook.Endpoint::totalSeconds, MOST_FIRST)
          .thenComparing(TopLook.Endpoint::key);

  /** What is around the rows: a line of the whole, a blank one, two headings, and another blank. */
  private static final int FRAME_ROWS = 5;

  private final TopLook look;

  TopScreen(TopLook look) {
    this.look = look;
  }

  /** All of it. */
  String all() {
    return lines(look.workers().size(), look.endpoints().size());
  }

  /** What fits into so many rows: the workers get up to half of them. */
  String fitting(int rows) {
    int room = Math.max(2, rows - FRAME_ROWS);
    int workers = Math.min(look.workers().size(), Math.max(room / 2, room - endpointCount()));
    return lines(workers, Math.min(endpointCount(), room - workers));
  }

  private int endpointCount() {
    return look.endpoints().size();
  }

  private String lines(int workers, int endpoints) {
    return head() + "\n\n" + workers(workers) + "\n" + endpoints(endpoints);
  }

  private String head() {
    long live = look.workers().stream().filter(worker -> worker.state().equals("live")).count();
    double rate =
        look.endpoints().stream()
            .mapToDouble(TopLook.Endpoint::callsPerSecond)
            .filter(each -> !Double.isNaN(each))
            .sum();
    String away = look.away().isEmpty() ? "" : ", away: " + String.join(", ", look.away());
    return "tallyman at %s: %d live, %s calls/s%s".formatted(look.url(), live, digits(rate), away);
  }

  private String workers(int limit) {
    TextTable table =
        new TextTable(
            TextTable.Column.left("WORKER"),
            TextTable.Column.left("STATE"),
            TextTable.Column.right("PID"),
            TextTable.Column.right("AGE"),
            TextTable.Column.right("CPU"),
            TextTable.Column.right("MEMORY"),
            TextTable.Column.right("SERIES"));
    for (TopLook.Worker worker : look.workers().subList(0, limit)) {
      table.add(
          worker.name().isEmpty() ? UNKNOWN : DumpText.printable(worker.name()),
          worker.state(),
          Long.toString(worker.pid()),
          span(worker.ageSeconds()),
          known(worker.cpuRatio(), digits(worker.cpuRatio() * 100) + "%"),
          known(worker.memoryBytes(), digits(worker.memoryBytes() / (1 << 20)) + " MiB"),
          Long.toString(worker.series()));
    }
    return table.toString();
  }

  private String endpoints(int limit) {
    TextTable table =
        new TextTable(
            TextTable.Column.left("METHOD"),
            TextTable.Column.left("ENDPOINT"),
            TextTable.Column.right("CALLS/S"),
            TextTable.Column.right("AVERAGE " + look.range()),
            TextTable.Column.right("P95 " + look.range()),
            TextTable.Column.right("ERRORS"),
            TextTable.Column.right("CALLS"));
    List<TopLook.Endpoint> busiest =
        look.endpoints().stream().sorted(BUSIEST_FIRST).limit(limit).toList();
    for (TopLook.Endpoint endpoint : busiest) {
      table.add(
          DumpText.printable(endpoint.method()),
          DumpText.printable(endpoint.path()),
          known(endpoint.callsPerSecond(), digits(endpoint.callsPerSecond())),
          span(endpoint.averageSeconds()),
          span(endpoint.p95Seconds()),
          known(endpoint.errors(), digits(endpoint.errors())),
          known(endpoint.calls(), digits(endpoint.calls())));
    }
    return table.toString();
  }

  private static String known(double value, String text) {
    return Double.isNaN(value) ? UNKNOWN : text;
  }

  /** Whole if it is large, three digits if not. */
  private static String digits(double value) {
    boolean whole = Math.abs(value) >= 100 || value == Math.rint(value);
    return String.format(Locale.ROOT, whole ? "%.0f" : "%.3g", value);
  }

  private static String span(double seconds) {
    if (Double.isNaN(seconds)) {
      return UNKNOWN;
    }
    if (seconds < 1) {
      return digits(seconds * 1_000) + " ms";
    }
    if (seconds < 120) {
      return digits(seconds) + " s";
    }
    return seconds < 7_200 ? digits(seconds / 60) + " min" : digits(seconds / 3_600) + " h";
  }
}
