package dev.tallyman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM that could not read the agent's classes, which would not start if it had to. */
@Timeout(120)
class OldJvmIT {
  private static final int JAVA_8 = 52;

  /** All that such a JVM gets to see. */
  private static final List<String> ENTRY =
      List.of("dev.tallyman.agent.Agent", "dev.tallyman.agent.Refusal");

  @TempDir Path temporary;

  @Test
  void itsEntryIsForJava8() throws Exception {
    try (JarFile jar = new JarFile(Jvm.AGENT.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Premain-Class"))
          .isEqualTo(ENTRY.get(0));
      for (String name : ENTRY) {
        assertThat(majorVersion(jar, name)).as(name).isEqualTo(JAVA_8);
      }
    }
  }

  @Test
  void theApplicationRunsAsEverAndNothingNewerIsLoaded() throws Exception {
    for (String version : List.of("1.8", "11", "16")) {
      Path log = temporary.resolve(version + ".log");

      assertThat(run(version, "log=" + log)).contains("out", "err");

      assertThat(Files.readString(log)).contains("pid ", "the JVM is of Java " + version);
      assertThat(loadedFromTheAgent()).containsExactlyElementsOf(ENTRY);
    }
    assertThat(temporary.resolve("tallies")).doesNotExist();
  }

  @Test
  void withoutALogItSaysNothing() throws Exception {
    assertThat(run("11", "interval=1s")).contains("out", "err");

    assertThat(loadedFromTheAgent()).containsExactlyElementsOf(ENTRY);
  }

  /** What it says. */
  private String run(String version, String options) throws Exception {
    Map<String, String> before =
        Map.of(Jvm.OPTIONS, "-javaagent:" + OldJvm.jar(temporary) + "=" + version);
    List<String> arguments = new ArrayList<>();
    arguments.add("-javaagent:" + Jvm.AGENT + "=" + options);
    arguments.add("-Xlog:class+load:file=" + temporary.resolve("classes.txt"));
    arguments.addAll(Jvm.main(Tool.class, "0", "5"));
    try (Jvm jvm = Jvm.start(before, temporary.resolve("tallies"), "", arguments)) {
      Jvm.End end = jvm.await();
      assertThat(end.exitCode()).as(end.errors()).isEqualTo(5);
      assertThat(end.errors().lines()).hasSize(2).anyMatch(line -> line.startsWith("Picked up "));
      return end.output() + end.errors();
    }
  }

  private List<String> loadedFromTheAgent() throws IOException {
    try (Stream<String> lines = Files.lines(temporary.resolve("classes.txt"))) {
      return lines
          .filter(line -> line.contains(Jvm.AGENT.getFileName().toString()))
          .map(line -> line.replaceFirst(" source: .*", "").replaceFirst(".* ", ""))
          .toList();
    }
  }

  private static int majorVersion(JarFile jar, String className) throws IOException {
    String file = className.replace('.', '/') + ".class";
    try (DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(file)))) {
      in.skipNBytes(6);
      return in.readUnsignedShort();
    }
  }
}
