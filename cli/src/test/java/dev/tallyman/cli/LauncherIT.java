package dev.tallyman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.supervisor.Processes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, in a house where Maven and Java only write down how they were called. */
@Timeout(60)
final class LauncherIT {
  private static final List<String> MODULES =
      List.of("worker-lib", "instrumentation", "aggregator", "dashboard-api", "cli");
  private static final String MVN =
      """
      #!/bin/sh
      echo built >> mvn.log; sleep 0.2
      case "$*" in
        *" -pl cli "*) mkdir -p cli/target; > cli/target/tallyman.jar;;
        *" -pl examples "*) mkdir -p examples/target; > examples/target/examples.jar;;
      esac
      """;
  private static final String JAVA =
      """
      #!/bin/sh
      case $1 in
        -XX:DumpLoadedClassList=*) > "${1#*=}"; exit 0;;
        -Xshare:dump) > "${2#*=}"; exit 0;;
      esac
      for last; do :; done
      echo "ran: $*"
      [ "$last" = seven ] && exit 7
      exit 0
      """;

  @TempDir private Path temporary;

  private record Run(int exitCode, String out, String err) {}

  @BeforeEach
  void makeAHouse() throws IOException {
    Files.createDirectories(house("bin"));
    Files.copy(Path.of("..", "tallyman"), house("tallyman"));
    Files.createFile(house("pom.xml"));
    for (String module : MODULES) {
      Files.createDirectories(house(module, "src", "main"));
      Files.createFile(house(module, "pom.xml"));
      Files.createFile(house(module, "src", "main", "A.java"));
    }
    program(house("bin", "mvn"), MVN);
    jdk("17.0.1");
  }

  @Test
  void theFirstUseBuildsAndTheSecondIsQuiet() throws Exception {
    Run first = launch("verb");
    Run second = launch("verb");

    assertThat(first.err())
        .isEqualTo(
            """
            tallyman: building (first use) ...
            tallyman: preparing a fast start ...
            """);
    assertThat(second.err()).isEmpty();
    assertThat(builds()).isOne();
    assertThat(first.out())
        .isEqualTo(second.out())
        .contains("-XX:SharedArchiveFile=" + house("cli", "target", "tallyman-17.0.1.jsa"))
        .endsWith("-jar " + house("cli", "target", "tallyman.jar") + " verb\n");
  }

  @Test
  void newerSourcesAreBuilt() throws Exception {
    launch("verb");
    for (String module : MODULES) {
      Files.writeString(house(module, "src", "main", "B.java"), "new");

      assertThat(launch("verb").err()).startsWith("tallyman: building (sources are newer) ...\n");
    }
    Files.delete(house("cli", "src", "main", "B.java"));

    assertThat(launch("verb").err()).startsWith("tallyman: building");
    assertThat(launch("verb").err()).isEmpty();
  }

  @Test
  void aDemoHasItsExamplesBuiltAndNothingElseHas() throws Exception {
    Files.createDirectories(house("examples", "src", "main"));
    Files.createFile(house("examples", "pom.xml"));
    launch("verb");
    assertThat(house("examples", "target")).doesNotExist();

    Run demo = launch("demo", "kernelci");
    assertThat(demo.err()).isEqualTo("tallyman: building (first use) ...\n");
    assertThat(demo.out())
        .contains("-Dtallyman.examples=" + house("examples", "target", "examples.jar"));
    assertThat(launch("demo", "kernelci").err()).isEmpty();

    Files.writeString(house("examples", "src", "main", "B.java"), "new");
    assertThat(launch("verb").err()).isEmpty();
    assertThat(launch("demo", "kernelci").err())
        .isEqualTo("tallyman: building (sources are newer) ...\n");
  }

  @Test
  void whatIsSavedDuringABuildIsBuiltNextTime() throws Exception {
    program(house("bin", "mvn"), MVN + "echo later >> cli/src/main/A.java\n");
    launch("verb");
    program(house("bin", "mvn"), MVN);

    assertThat(launch("verb").err()).startsWith("tallyman: building (sources are newer)");
    assertThat(launch("verb").err()).isEmpty();
  }

  @Test
  void launchesAtTheSameTimeBuildOnce() throws Exception {
    List<Process> launches = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      launches.add(start(temporary, house("tallyman"), List.of("verb")));
    }
    for (Process each : launches) {
      assertThat(each.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(each.exitValue()).isZero();
    }

    assertThat(builds()).isOne();
  }

  @Test
  void argumentsAndExitCodesPassThroughFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("a link"), house("tallyman"));

    Run run = finish(start(Path.of("/"), link, List.of("a b", "", "seven")));

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.out()).endsWith("tallyman.jar a b  seven\n");
  }

  @Test
  void aBrokenBuildIsShownAndLeavesNoJar() throws Exception {
    program(house("bin", "mvn"), MVN + "echo this is wrong; exit 1\n");

    Run run = launch("verb");

    assertThat(run.exitCode()).isOne();
    assertThat(run.err()).endsWith("this is wrong\ntallyman: the build failed\n");
    assertThat(house("cli", "target", "tallyman.jar")).doesNotExist();
  }

  @Test
  void anArchiveThatCannotBeMadeIsDoneWithout() throws Exception {
    program(house("jdk", "bin", "java"), JAVA.replace("> \"${2#*=}\"; exit 0", "exit 1"));

    Run run = launch("verb");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("tallyman: no archive for a fast start");
    assertThat(run.out()).doesNotContain("SharedArchiveFile");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    jdk("11.0.20");
    assertFails("tallyman: java is too old: " + house("jdk", "bin", "java") + " is 11.0.20, ");

    jdk("1.8.0_392");
    assertFails("is 1.8.0_392, needed is 17 or newer");

    jdk("17.0.1");
    Files.delete(house("jdk", "bin", "javac"));
    assertFails("tallyman: no javac beside " + house("jdk", "bin", "java"));

    Files.delete(house("jdk", "bin", "java"));
    assertFails("tallyman: no java there: JAVA_HOME=" + house("jdk"));

    jdk("17.0.1");
    Files.delete(house("bin", "mvn"));
    for (String tool : List.of("bash", "dirname", "readlink", "find", "sed", "flock", "date")) {
      Files.createSymbolicLink(house("bin", tool), which(tool));
    }
    assertFails("tallyman: no mvn found: Maven 3.8 or newer is needed to build (first use)");
  }

  private void assertFails(String message) throws Exception {
    Run run = launch("verb");
    assertThat(run.exitCode()).isOne();
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  private Run launch(String... arguments) throws Exception {
    return finish(start(temporary, house("tallyman"), List.of(arguments)));
  }

  private Process start(Path directory, Path launcher, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", launcher.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    boolean ownMaven = Files.exists(house("bin", "mvn"));
    String path = house("bin") + (ownMaven ? File.pathSeparator + System.getenv("PATH") : "");
    builder.environment().put("PATH", path);
    builder.environment().put("JAVA_HOME", house("jdk").toString());
    builder.environment().remove("TALLYMAN_JAVA_OPTS");
    builder.redirectInput(new File("/dev/null"));
    return builder.start();
  }

  private static Run finish(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), out, err);
  }

  private int builds() {
    return Processes.lines(house("mvn.log")).size();
  }

  private void jdk(String version) throws IOException {
    Files.createDirectories(house("jdk", "bin"));
    Files.writeString(house("jdk", "release"), "JAVA_VERSION=\"" + version + "\"\n");
    program(house("jdk", "bin", "java"), JAVA);
    program(house("jdk", "bin", "javac"), "#!/bin/sh\n");
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path which(String tool) {
    return List.of("/usr/bin", "/bin").stream()
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + tool));
  }

  private Path house(String... path) {
    return Path.of(temporary.resolve("a house").toString(), path);
  }
}
