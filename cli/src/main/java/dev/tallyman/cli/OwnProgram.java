package dev.tallyman.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How this program starts another process of itself.
 *
 * <p>Threading: stateless.
 *
 * <p>Failure: none here; a command that does not run shows when it is started.
 */
final class OwnProgram {
  /** More flags for the JVMs of our own processes, separated by blanks. */
  static final String JAVA_OPTIONS = "TALLYMAN_JAVA_OPTS";

  /** Set by the launcher: the class-data-sharing archive that fits this JVM and this jar. */
  static final String ARCHIVE_PROPERTY = "tallyman.archive";

  /** Half the processor time at the start, half the speed later. */
  static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

  /** What starts slower and then gets fast. */
  static final List<String> FULL_SPEED = List.of();

  private static final int FIRST_THAT_WARNS = 24;

  private OwnProgram() {}

  /** The command that runs {@link SupervisedMain} in a JVM of its own. */
  static List<String> supervised(
      Map<String, String> environment, List<String> pace, String... role) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xms16m", "-Xshare:auto", "-Xlog:cds*=off"));
    command.addAll(pace);
    command.addAll(nativeAccess(Runtime.version().feature()));
    String archive = System.getProperty(ARCHIVE_PROPERTY);
    if (archive != null) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    String options = environment.getOrDefault(JAVA_OPTIONS, "").strip();
    if (!options.isEmpty()) {
      command.addAll(Arrays.asList(options.split("\\s+")));
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), SupervisedMain.class.getName()));
    command.addAll(List.of(role));
    return command;
  }

  /** JDKs that would warn of LMDB's way into native memory are told that it is meant. */
  static List<String> nativeAccess(int release) {
    return release < FIRST_THAT_WARNS
        ? List.of()
        : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }
}
