package dev.tallyman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.Family;
import dev.tallyman.model.MetricType;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the agent records, and that nothing else of the JVM changes. */
@Timeout(300)
class AgentIT {
  @TempDir Path temporary;

  @Test
  void aShortToolIsAsItWasAndLeavesNothingBehind() throws Exception {
    Jvm.End end = run("", Jvm.main(Tool.class, "0", "5"));

    assertThat(end).isEqualTo(new Jvm.End(5, "out\n", "err\n"));
    assertThat(tallies()).doesNotExist();
  }

  @Test
  void aToolOfTwoSecondsLeavesTheMetricsOfItsJvm() throws Exception {
    Path loaded = temporary.resolve("classes.txt");
    List<String> arguments = new ArrayList<>(Jvm.main(Tool.class, "2500", "0"));
    arguments.add(0, "-Xlog:class+load:file=" + loaded);
    Jvm.End end = run("", arguments);

    assertThat(end).isEqualTo(new Jvm.End(0, "out\n", "err\n"));
    Page page = merged();
    assertThat(page.value("process_cpu_seconds_total")).isPositive();
    assertThat(page.types()).containsKey("jvm_gc_collection_seconds");
    // Either of them takes more processor time to begin than all the rest.
    assertThat(Files.readString(loaded))
        .contains("dev.tallyman.agent.inside.jvm.JvmParts")
        .doesNotContain("com.sun.jmx.mbeanserver.JmxMBeanServer", "io.prometheus.");
  }

  @Test
  @Tag("slow")
  void nativeMemoryIsRecordedWhereTheJvmKeepsTrackOfIt() throws Exception {
    List<String> arguments = new ArrayList<>(Jvm.main(Tool.class, "4000", "0"));
    arguments.add(0, "-XX:NativeMemoryTracking=summary");
    Jvm.End end = run("delay=0", arguments);

    assertThat(end).isEqualTo(new Jvm.End(0, "out\n", "err\n"));
    // In the file, for gauges of the dead are not on the page.
    try (Stream<Path> files = Files.list(tallies())) {
      byte[] tally = Files.readAllBytes(files.findFirst().orElseThrow());
      assertThat(new String(tally, StandardCharsets.ISO_8859_1))
          .contains("jvm_native_memory_committed_bytes", "jvm_native_memory_reserved_bytes");
    }
  }

  @Test
  void aJobOfTwoSecondsLandsWithWhatItsShutdownHooksCount() throws Exception {
    Jvm.End end = run("interval=60s", Jvm.main(Job.class, "2000", "50"));

    assertThat(end).isEqualTo(new Jvm.End(Job.EXIT_CODE, "done\n", ""));
    Page page = merged();
    assertThat(page.value("job_records_total")).isEqualTo(1050);
    assertThat(page.value("job_record_bytes_count")).isEqualTo(50);
    assertThat(page.value("job_record_bytes_bucket", "le", "10.0")).isEqualTo(11);
    assertThat(page.value("process_cpu_seconds_total")).isPositive();
  }

  @Test
  void aJobThatIsDoneBeforeTheAgentBeginsLandsToo() throws Exception {
    Jvm.End end = run("delay=60s", Jvm.main(Job.class, "0", "3"));

    assertThat(end).isEqualTo(new Jvm.End(Job.EXIT_CODE, "done\n", ""));
    Page page = merged();
    assertThat(page.value("job_records_total")).isEqualTo(1003);
    assertThat(page.types()).doesNotContainKey("process_cpu_seconds_total");
  }

  @Test
  void itDoesNothingWhereMetricsAreOff() throws Exception {
    for (String value : List.of("false", "perhaps", "")) {
      Map<String, String> off = Map.of("PROMETHEUS_METRICS_ENABLED", value);
      try (Jvm jvm = Jvm.start(off, tallies(), "delay=0", Jvm.main(Job.class, "500", "1"))) {
        assertThat(jvm.await()).isEqualTo(new Jvm.End(Job.EXIT_CODE, "done\n", ""));
      }
    }
    assertThat(tallies()).doesNotExist();
  }

  @Test
  void whatGoesWrongIsInItsLogAndNowhereElse() throws Exception {
    Path log = temporary.resolve("agent.log");
    Path nowhere = Path.of("/proc/no/such");
    String options =
        "delay=0,interval=-1s,jvm=false,native=no,nonsense,jmx=/no/such.yml,log=" + log;
    try (Jvm jvm = Jvm.start(nowhere, options, Jvm.main(Job.class, "2500", "1"))) {
      assertThat(jvm.await()).isEqualTo(new Jvm.End(Job.EXIT_CODE, "done\n", ""));
    }

    assertThat(Files.readString(log))
        .contains("unknown option: nonsense", "/no/such.yml", "can't write the tally file")
        .contains("interval=-1s", "jvm=false", "native=no")
        .doesNotContain("delay=0");
  }

  @Test
  void itsOwnFailuresAreCounted() throws Exception {
    run("delay=0,jmx=/no/such.yml", Jvm.main(Tool.class, "2000", "0"));

    assertThat(merged().value("tallyman_agent_failures_total", "part", "jmx")).isEqualTo(1);
  }

  @Test
  void aVariableThatMakesNoSenseIsCountedAndTheRestIsRecorded() throws Exception {
    Map<String, String> bad = Map.of("PROMETHEUS_METRICS_MAX_SERIES", "10k");
    try (Jvm jvm = Jvm.start(bad, tallies(), "jvm=off", Jvm.main(Job.class, "0", "2"))) {
      assertThat(jvm.await()).isEqualTo(new Jvm.End(Job.EXIT_CODE, "done\n", ""));
    }

    Page page = merged();
    assertThat(page.value("job_records_total")).isEqualTo(1002);
    assertThat(page.value("tallyman_agent_failures_total", "part", "environment")).isEqualTo(1);
  }

  @Test
  void beansAreRecordedByTheRulesOfJmxExporter() throws Exception {
    Path rules =
        Files.writeString(
            temporary.resolve("rules.yml"),
            """
            includeObjectNames: ["java.lang:type=Threading"]
            rules:
              - pattern: 'java.lang<type=Threading><>TotalStartedThreadCount'
                name: my_threads_started_total
                type: COUNTER
            """);
    Jvm.End end = run("jvm=off,jmx=" + rules, Jvm.main(Tool.class, "2500", "0"));

    assertThat(end).isEqualTo(new Jvm.End(0, "out\n", "err\n"));
    Page page = merged();
    assertThat(page.value("my_threads_started_total")).isPositive();
    assertThat(page.types()).doesNotContainKey("process_cpu_seconds_total");
  }

  @Test
  @Tag("slow")
  void nativeBucketsAreLeftOutIfTheOptionSaysSo() throws Exception {
    Jvm.End both = run("jvm=off", Jvm.main(Job.class, "0", "9"));
    assertThat(typesInTheFile()).containsEntry("job_record_bytes", MetricType.NATIVE_HISTOGRAM);
    Page page = merged();
    assertThat(page.value("job_record_bytes_count")).isEqualTo(9);
    Jvm.End classic = run("jvm=off,native=off", Jvm.main(Job.class, "0", "9"));

    assertThat(classic).isEqualTo(both);
    assertThat(typesInTheFile()).containsEntry("job_record_bytes", MetricType.HISTOGRAM);
  }

  @Test
  @Tag("slow")
  void severalJvmsOfOneVariableEachLand() throws Exception {
    Map<String, String> asVariable = Map.of(Jvm.OPTIONS, "-javaagent:" + Jvm.AGENT);
    for (int i = 0; i < 3; i++) {
      try (Jvm jvm = Jvm.start(asVariable, tallies(), "", Jvm.main(Job.class, "0", "2"))) {
        assertThat(jvm.await().exitCode()).isEqualTo(Job.EXIT_CODE);
      }
    }
    assertThat(merged().value("job_records_total")).isEqualTo(3 * 1002);
  }

  @Test
  void givenTwiceItRecordsOnce() throws Exception {
    Path log = temporary.resolve("agent.log");
    Map<String, String> asVariable =
        Map.of(Jvm.OPTIONS, "-javaagent:" + Jvm.AGENT + "=delay=0,interval=100ms");
    List<String> arguments = new ArrayList<>(Jvm.main(Job.class, "1500", "5"));
    arguments.add(0, "-javaagent:" + Jvm.AGENT + "=log=" + log);
    try (Jvm jvm = Jvm.start(asVariable, tallies(), "", arguments)) {
      assertThat(jvm.await().exitCode()).isEqualTo(Job.EXIT_CODE);
    }

    assertThat(merged().value("job_records_total")).isEqualTo(1005);
    assertThat(Files.readString(log)).contains("given twice", "\"delay=0,interval=100ms\"");
  }

  @Test
  @Tag("slow")
  void whatTheApplicationsOwnBridgeCopiesIsLeftToIt() throws Exception {
    Path log = temporary.resolve("agent.log");
    Jvm.End end = run("jvm=off,delay=60s,log=" + log, Jvm.main(Bridged.class, "0"));

    assertThat(end).isEqualTo(new Jvm.End(0, "", ""));
    assertThat(merged().value("bridged_total")).isEqualTo(24);
    assertThat(Files.readString(log)).contains("bridge of its own");
  }

  @Test
  @Tag("slow")
  void whatItCopiesAlreadyABridgeThatComesLaterLeavesToIt() throws Exception {
    Jvm.End end = run("jvm=off,delay=0,interval=100ms", Jvm.main(Bridged.class, "3000"));

    assertThat(end.exitCode()).isZero();
    assertThat(merged().value("bridged_total")).isEqualTo(24);
    assertThat(end.errors()).contains("left to the agent");
  }

  @Test
  @Tag("slow")
  void aRegistryThatIsBrokenEndsNoOther() throws Exception {
    List<String> arguments = new ArrayList<>(Jvm.main(Neighbours.class));
    Neighbours.in(temporary).forEach(root -> arguments.add(root.toString()));
    Jvm.End end = run("delay=0,interval=100ms", arguments);

    assertThat(end).isEqualTo(new Jvm.End(Job.EXIT_CODE, "done\n", ""));
    Page page = merged();
    assertThat(page.value("job_records_total")).isEqualTo(1005);
    assertThat(page.value("tallyman_agent_failures_total", "part", "application")).isGreaterThan(1);
  }

  @Test
  @Tag("slow")
  void aCollectorThatHangsHoldsUpNeitherTheOtherPartsNorTheEnd() throws Exception {
    Jvm.End end = run("delay=0,interval=100ms", Jvm.main(Hanging.class, "6500"));
    long ended = System.currentTimeMillis();

    assertThat(end.exitCode()).isZero();
    assertThat(ended - Long.parseLong(end.output().strip())).isLessThan(6_000);
    Page page = merged();
    assertThat(page.value("process_cpu_seconds_total")).isPositive();
    assertThat(page.value("tallyman_agent_failures_total", "part", "application")).isPositive();
  }

  private Jvm.End run(String options, List<String> arguments) throws Exception {
    try (Jvm jvm = Jvm.start(tallies(), options, arguments)) {
      return jvm.await();
    }
  }

  private Page merged() throws IOException, InterruptedException {
    try (TestAggregator aggregator = new TestAggregator(tallies(), temporary.resolve("archive"))) {
      return aggregator.page();
    }
  }

  /** Of the one worker that is not folded yet. */
  private Map<String, MetricType> typesInTheFile() throws Exception {
    Map<String, MetricType> types = new HashMap<>();
    try (Stream<Path> files = Files.list(tallies())) {
      Path only = files.filter(file -> file.toString().endsWith(".tally")).findAny().orElseThrow();
      try (TallyReader reader = TallyReader.open(only)) {
        reader.refresh();
        reader
            .series()
            .forEach(
                series -> {
                  Family family = series.family().family();
                  types.put(family.name(), family.type());
                });
      }
    }
    return types;
  }

  private Path tallies() {
    return temporary.resolve("tallies");
  }
}
