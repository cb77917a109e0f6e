package dev.tallyman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The crontab of {@code docs/agent.md}, each line run as cron runs it. */
@Timeout(180)
@Tag("slow")
class CronJobIT {
  private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(.*)");
  private static final Pattern ENTRY = Pattern.compile("(?:\\S+ ){5}(.*)");

  /** A job that says a line by itself; of the agent there is to be nothing to mail. */
  private static final Jvm.End AS_WITHOUT = new Jvm.End(Job.EXIT_CODE, "done\n", "");

  @TempDir Path temporary;

  /** What cron gives to every job, and what the crontab adds. */
  private final Map<String, String> environment = new HashMap<>();

  private final List<String> commands = new ArrayList<>();

  @BeforeEach
  void readCrontab() throws IOException {
    environment.put("HOME", temporary.toString());
    environment.put("LOGNAME", System.getProperty("user.name"));
    environment.put("SHELL", "/bin/sh");
    environment.put("PATH", "/usr/bin:/bin");
    for (String line : Recipe.of("Cron jobs and batch jobs", "crontab").lines().toList()) {
      Matcher variable = VARIABLE.matcher(line);
      Matcher entry = ENTRY.matcher(line);
      if (variable.matches()) {
        environment.put(variable.group(1), variable.group(2));
      } else if (entry.matches()) {
        commands.add(withPathsOfHere(entry.group(1)));
      }
    }
    assertThat(environment).containsKey("PROMETHEUS_MULTIPROC_DIR");
    environment.put("PROMETHEUS_MULTIPROC_DIR", tallies().toString());
  }

  private String withPathsOfHere(String command) throws IOException {
    String job = String.join(" ", Jvm.main(Job.class, "0", "2"));
    Path script = temporary.resolve("report.sh");
    Files.writeString(script, "#!/bin/sh\n" + Jvm.JAVA + " " + job + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return command
        .replace("/usr/bin/java", Jvm.JAVA)
        .replace("/opt/tallyman/tallyman-agent.jar", Jvm.AGENT.toString())
        .replace("-jar /opt/shop/nightly.jar", job)
        .replace("/opt/shop/report.sh", script.toString());
  }

  @Test
  void theJobsOfTheCrontabLandAndThereIsNothingMoreToMail() throws Exception {
    assertThat(commands).hasSize(2);
    for (String command : commands) {
      Jvm.End end = run(command);
      assertThat(end.output() + end.errors()).as(command).isEqualTo("done\n");
    }
    assertThat(recordsOnThePage()).isEqualTo(2 * 1002);
  }

  @Test
  void theExitCodeIsThatOfTheJob() throws Exception {
    assertThat(run(commands.get(0))).isEqualTo(AS_WITHOUT);
  }

  @Test
  void whateverTheUmaskOnlyTheOwnerMayReadWhatItLeaves() throws Exception {
    for (String umask : List.of("000", "077")) {
      assertThat(run("umask " + umask + "; " + commands.get(0))).isEqualTo(AS_WITHOUT);
    }
    assertThat(permissions(tallies())).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(tallies())) {
      assertThat(files).hasSize(2).allMatch(file -> permissions(file).equals("rw-------"));
    }
  }

  @Test
  void whereNothingCanBeWrittenTheJobIsAsItWas() throws Exception {
    environment.put("PROMETHEUS_MULTIPROC_DIR", "/proc/no/such");
    assertThat(run(commands.get(0))).isEqualTo(AS_WITHOUT);
  }

  @Test
  void theJvmItselfSaysThatAVariableHasTheOption() throws Exception {
    for (String variable : List.of(Jvm.OPTIONS, "JDK_JAVA_OPTIONS")) {
      environment.put(variable, "-javaagent:" + Jvm.AGENT);
      assertThat(run(temporary.resolve("report.sh").toString()).errors())
          .as(variable)
          .matches("(NOTE: )?Picked up " + variable + ": \\S+\n");
      environment.remove(variable);
    }
  }

  private Jvm.End run(String command) throws IOException, InterruptedException {
    Path output = temporary.resolve("output");
    Path errors = temporary.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(environment.get("SHELL"), "-c", command)
            .directory(temporary.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Jvm.End(process.exitValue(), Files.readString(output), Files.readString(errors));
  }

  private double recordsOnThePage() throws IOException, InterruptedException {
    try (TestAggregator aggregator = new TestAggregator(tallies(), temporary.resolve("archive"))) {
      return aggregator.page().value("job_records_total");
    }
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path tallies() {
    return temporary.resolve("tallies");
  }
}
