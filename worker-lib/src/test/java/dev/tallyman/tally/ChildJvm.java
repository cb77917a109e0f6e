package dev.tallyman.tally;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start a JVM of its own: a worker that can be killed, or a reader next to one. */
public final class ChildJvm {
  private ChildJvm() {}

  /** The command that runs a main class of the test tree in the JDK that runs this test. */
  public static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:-UsePerfData");
    command.add("-Xmx128m");
    command.add("-cp");
    command.add(location(Tally.class) + System.getProperty("path.separator") + location(main));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no place of class: " + type, e);
    }
  }
}
