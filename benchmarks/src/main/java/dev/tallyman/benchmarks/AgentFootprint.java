package dev.tallyman.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * What {@code -javaagent:tallyman-agent.jar} costs a JVM that is done at once, and one that lives
 * for three seconds, beside no agent and beside one that does nothing.
 */
final class AgentFootprint {
  private static final Path AGENT = Path.of("agent/target/tallyman-agent.jar");
  private static final int SHORT_RUNS = 31;
  private static final int LONG_RUNS = 7;
  private static final long LONG_MILLIS = 3_000;

  /** Processor time of children that have ended, user and then system; the third field is first. */
  private static final int CHILDREN_USER = 16 - 3;

  private static final double MILLIS_PER_TICK = 10;

  /** A way to start the JVM. */
  private record Kind(String name, List<String> options, boolean isOn) {}

  private AgentFootprint() {}

  /** Prints the table. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.print(table());
  }

  /** Measures, and gives a Markdown table. */
  static String table() throws IOException, InterruptedException {
    if (!Files.exists(AGENT)) {
      throw new IOException("not built: " + AGENT);
    }
    StringBuilder table = new StringBuilder();
    table.append("What the agent costs a JVM whose `main` does nothing, and one whose `main` ");
    table.append("sleeps for three seconds, in milliseconds; the runs of all rows in turn.\n\n");
    table.append("| agent | median to the end, at once | fastest | processor time |");
    table.append(" beyond no agent | processor time, three seconds | beyond no agent |\n");
    table.append("| --- | --- | --- | --- | --- | --- | --- |\n");
    try (Scratch scratch = new Scratch()) {
      String agent = "-javaagent:" + AGENT.toAbsolutePath();
      List<Kind> kinds =
          List.of(
              new Kind("none", List.of(), false),
              new Kind("one that does nothing", List.of("-javaagent:" + idle(scratch)), false),
              new Kind("Tallyman's, metrics off", List.of(agent), false),
              new Kind("Tallyman's, metrics on", List.of(agent), true));
      List<Runs> atOnce = measure(kinds, scratch, SHORT_RUNS, 0);
      List<Runs> longer = measure(kinds, scratch, LONG_RUNS, LONG_MILLIS);
      for (int i = 0; i < kinds.size(); i++) {
        table.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %.0f | %.0f | %.0f |%n",
                kinds.get(i).name,
                atOnce.get(i).wall(),
                atOnce.get(i).processorMillis(),
                atOnce.get(i).processorMillis() - atOnce.get(0).processorMillis(),
                longer.get(i).processorMillis(),
                longer.get(i).processorMillis() - longer.get(0).processorMillis()));
      }
    }
    return table.toString();
  }

  /** What the runs of one kind took. */
  private static final class Runs {
    private final List<Double> wallMillis = new ArrayList<>();
    private double processorMillis;

    String wall() {
      double[] sorted = wallMillis.stream().mapToDouble(each -> each).sorted().toArray();
      return String.format(Locale.ROOT, "%.0f | %.0f", sorted[sorted.length / 2], sorted[0]);
    }

    /** On average: the kernel tells it in hundredths of a second. */
    double processorMillis() {
      return processorMillis / wallMillis.size();
    }
  }

  private static List<Runs> measure(List<Kind> kinds, Scratch scratch, int runs, long millis)
      throws IOException, InterruptedException {
    List<Runs> all = kinds.stream().map(kind -> new Runs()).toList();
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < kinds.size(); i++) {
        double before = childrenMillis();
        all.get(i).wallMillis.add(start(kinds.get(i), scratch, millis));
        all.get(i).processorMillis += childrenMillis() - before;
      }
    }
    return all;
  }

  private static double start(Kind kind, Scratch scratch, long millis)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(kind.options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StartedApplication.class.getName(), "resting", Long.toString(millis)));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("PROMETHEUS_METRICS_ENABLED", Boolean.toString(kind.isOn));
    builder.environment().put("PROMETHEUS_MULTIPROC_DIR", scratch.path().toString());
    long begin = System.nanoTime();
    int exit = builder.start().waitFor();
    double took = (System.nanoTime() - begin) / 1e6;
    if (exit != 0) {
      throw new IllegalStateException("application failed: kind=" + kind.name + ", exit=" + exit);
    }
    return took;
  }

  private static double childrenMillis() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    // The second field is a name in parentheses that may have spaces in it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1]);
    return ticks * MILLIS_PER_TICK;
  }

  private static Path idle(Scratch scratch) throws IOException {
    Path jar = scratch.root().resolve("idle.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(new Attributes.Name("Premain-Class"), IdleAgent.class.getName());
    String file = IdleAgent.class.getName().replace('.', '/') + ".class";
    try (InputStream code =
            Objects.requireNonNull(IdleAgent.class.getResourceAsStream("/" + file));
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(file));
      out.write(code.readAllBytes());
    }
    return jar;
  }
}
