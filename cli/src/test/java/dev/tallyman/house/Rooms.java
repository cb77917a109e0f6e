package dev.tallyman.house;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which room may import which: the map of the house. */
final class Rooms {
  /** Every package of the domain rooms stands for itself, as {@code instrumentation.http}. */
  static final String INSTRUMENTATION = "instrumentation";

  /** Each of the five systems, which know nothing of one another. */
  static final String EXAMPLE = "examples.*";

  private static final Set<String> EXAMPLES =
      Set.of("bricklayers", "chedweb", "data20", "digitalactors", "kernelci");

  /** Who may import whom, along the road that the data takes. */
  static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("failpoint", Set.of()),
          Map.entry("tally", Set.of("failpoint", "model")),
          Map.entry("metrics", Set.of("tally", "model")),
          Map.entry("bridge", Set.of("metrics", "model")),
          Map.entry("agent", Set.of()),
          Map.entry(
              "agent.inside",
              Set.of("agent", "agent.inside.jvm", "bridge", "metrics", "tally", "model")),
          Map.entry("agent.inside.jvm", Set.of("bridge", "metrics", "model")),
          Map.entry("spark", Set.of()),
          Map.entry("springboot", Set.of()),
          Map.entry(INSTRUMENTATION, Set.of("metrics", "model")),
          Map.entry("scan", Set.of("tally", "model")),
          Map.entry("merge", Set.of("model")),
          Map.entry("owner", Set.of()),
          Map.entry("pages", Set.of()),
          Map.entry("archive", Set.of("merge", "model", "owner", "pages")),
          Map.entry("history", Set.of("model", "pages")),
          Map.entry("query", Set.of("history", "model")),
          Map.entry("workers", Set.of("scan", "merge", "tally", "model")),
          Map.entry("exposition", Set.of("bridge", "model")),
          Map.entry("http", Set.of("exposition", "model")),
          Map.entry(
              "aggregator",
              Set.of(
                  "http",
                  "exposition",
                  "archive",
                  "history",
                  "merge",
                  "owner",
                  "query",
                  "scan",
                  "workers",
                  "metrics",
                  "tally",
                  "failpoint",
                  "model")),
          Map.entry("dashboard.peer", Set.of()),
          Map.entry("dashboard.history", Set.of("dashboard.peer")),
          Map.entry(
              "dashboard",
              Set.of("dashboard.history", "dashboard.peer", INSTRUMENTATION, "metrics")),
          Map.entry("examples.visitors", Set.of()),
          Map.entry("examples.service", Set.of("examples.visitors", INSTRUMENTATION, "metrics")),
          Map.entry(
              EXAMPLE,
              Set.of("examples.service", "examples.visitors", INSTRUMENTATION, "metrics", "model")),
          Map.entry(
              "examples", Set.of(EXAMPLE, "examples.service", "examples.visitors", "metrics")),
          Map.entry("supervisor", Set.of()),
          Map.entry(
              "doctor", Set.of("scan", "merge", "archive", "owner", "metrics", "tally", "model")),
          Map.entry(
              "cli",
              Set.of(
                  "supervisor",
                  "doctor",
                  "aggregator",
                  "archive",
                  "exposition",
                  "history",
                  "dashboard",
                  "metrics",
                  "owner",
                  "scan",
                  "tally",
                  "model")),
          Map.entry(
              "benchmarks",
              Set.of(
                  "aggregator",
                  "archive",
                  "exposition",
                  "history",
                  "merge",
                  "metrics",
                  "query",
                  "scan",
                  "tally",
                  "model")));

  /** Which rooms may import what others wrote; everybody may import the JDK. */
  static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("io.opentelemetry.", Set.of("metrics")),
          Map.entry(
              "io.prometheus.",
              Set.of("agent.inside", "bridge", "exposition", "benchmarks", "spark")),
          Map.entry("com.sun.management.", Set.of("agent.inside.jvm")),
          Map.entry("org.apache.spark.", Set.of("spark")),
          Map.entry("org.springframework.", Set.of("springboot")),
          Map.entry("io.micrometer.", Set.of("springboot")),
          Map.entry(
              "org.eclipse.jetty.",
              Set.of("http", "instrumentation.http", "dashboard", "examples.service", EXAMPLE)),
          Map.entry("jakarta.servlet.", Set.of("instrumentation.http")),
          Map.entry("com.sun.net.httpserver.", Set.of("instrumentation.http")),
          Map.entry("com.github.benmanes.caffeine.", Set.of("instrumentation.caches", EXAMPLE)),
          Map.entry("oshi.", Set.of("instrumentation.system", "workers", EXAMPLE)),
          Map.entry("org.h2.", Set.of(EXAMPLE)),
          Map.entry("com.zaxxer.hikari.", Set.of(EXAMPLE)),
          Map.entry(
              "com.fasterxml.jackson.",
              Set.of(
                  "workers",
                  "dashboard",
                  "dashboard.history",
                  "doctor",
                  "cli",
                  "benchmarks",
                  "examples.service",
                  EXAMPLE)),
          Map.entry("org.lmdbjava.", Set.of("archive", "history")),
          Map.entry("com.google.re2j.", Set.of("query")),
          Map.entry("picocli.", Set.of("cli")),
          Map.entry("com.sun.jna.", Set.of("supervisor")),
          Map.entry("org.openjdk.jmh.", Set.of("benchmarks")));

  private static final List<String> EVERYWHERE = List.of("java.", "javax.", "org.jspecify.");

  private Rooms() {}

  /** Whether code in the room may import the name. */
  static boolean allows(String room, String imported) {
    if (imported.startsWith(JavaSource.OURS)) {
      String other = JavaSource.roomOf(imported);
      return other.equals(room)
          || MAY_IMPORT.getOrDefault(entry(room), Set.of()).contains(entry(other));
    }
    return EVERYWHERE.stream().anyMatch(imported::startsWith)
        || LIBRARIES.entrySet().stream()
            .anyMatch(
                library ->
                    imported.startsWith(library.getKey())
                        && (library.getValue().contains(room)
                            || library.getValue().contains(entry(room))));
  }

  static boolean isKnown(String room) {
    return MAY_IMPORT.containsKey(entry(room));
  }

  /** A room that can be reached from itself, over the table; empty if there is none. */
  static Set<String> inACycle(Map<String, Set<String>> table) {
    Set<String> cyclic = new HashSet<>();
    for (String room : table.keySet()) {
      Set<String> reached = new HashSet<>(table.get(room));
      int before;
      do {
        before = reached.size();
        for (String other : List.copyOf(reached)) {
          reached.addAll(table.getOrDefault(other, Set.of()));
        }
      } while (reached.size() > before);
      if (reached.contains(room)) {
        cyclic.add(room);
      }
    }
    return cyclic;
  }

  private static String entry(String room) {
    if (room.startsWith("examples.") && EXAMPLES.contains(room.substring("examples.".length()))) {
      return EXAMPLE;
    }
    return room.startsWith(INSTRUMENTATION + ".") ? INSTRUMENTATION : room;
  }
}
