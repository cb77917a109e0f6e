package dev.tallyman.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class HouseRulesTest {
  private static List<JavaSource> sources = List.of();

  @BeforeAll
  static void readTheHouse() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    Path top = Files.exists(module.resolve(".mvn")) ? module : module.resolveSibling(".");
    sources = JavaSource.all(top.normalize());
  }

  @Test
  void theWholeHouseIsLookedAt() {
    assertThat(sources)
        .hasSizeGreaterThan(100)
        .anyMatch(source -> source.room().equals("model"))
        .anyMatch(source -> source.room().equals("cli"))
        .anyMatch(source -> !source.isMain());
  }

  @Test
  void noFileIsTooLong() {
    assertThat(HouseRules.tooLong(sources)).isEmpty();
  }

  @Test
  void noMethodIsTooLong() throws IOException {
    assertThat(HouseRules.longMethods(sources)).isEmpty();
  }

  @Test
  void everyRoomHasACharter() {
    assertThat(HouseRules.withoutCharter(sources)).isEmpty();
  }

  @Test
  void everyRoomIsOnTheMap() {
    assertThat(HouseRules.outsideTheRooms(sources)).isEmpty();
  }

  @Test
  void everyImportIsAllowed() {
    assertThat(HouseRules.forbiddenImports(sources)).isEmpty();
  }

  @Test
  void theMapHasNoCycle() {
    assertThat(Rooms.inACycle(Rooms.MAY_IMPORT)).isEmpty();
  }

  @Test
  void nobodySleepsWhereAConditionCanBeAwaited() {
    assertThat(HouseRules.sleeping(sources)).isEmpty();
  }

  @Test
  void noRoomIsADrawer() {
    assertThat(HouseRules.drawers(sources)).isEmpty();
  }

  /** Each rule sees what it is there for. */
  @Nested
  final class PlantedViolations {
    @Test
    void aLineTooManyIsSeen() {
      assertThat(HouseRules.tooLong(List.of(main("tally", "\n".repeat(299))))).isEmpty();
      assertThat(HouseRules.tooLong(List.of(main("tally", "\n".repeat(300)))))
          .containsExactly("m/src/main/java/A.java: 301 lines");
      assertThat(HouseRules.tooLong(List.of(test("\n".repeat(399))))).isEmpty();
      assertThat(HouseRules.tooLong(List.of(test("\n".repeat(400))))).hasSize(1);
    }

    @Test
    void aLongMethodIsSeen() throws IOException {
      String method = "class A {\n void f() {\n%s }\n record B() { B {} void g() {\n%s } }\n}";
      String longest = "f();\n".repeat(HouseRules.METHOD_LINES - 2);

      assertThat(HouseRules.longMethods(List.of(main("tally", method.formatted(longest, longest)))))
          .isEmpty();
      assertThat(
              HouseRules.longMethods(
                  List.of(main("tally", method.formatted("\n" + longest, longest + "f();\n")))))
          .containsExactly(
              "m/src/main/java/A.java: f: 41 lines", "m/src/main/java/A.java: g: 41 lines");
    }

    @Test
    void aMissingCharterIsSeen() {
      JavaSource lonely = main("tally", "");
      JavaSource empty =
          new JavaSource("m/src/main/java/package-info.java", "package dev.tallyman.tally;");
      JavaSource charter =
          new JavaSource(empty.name(), "/** What for. */\n@NullMarked\n" + empty.text());

      assertThat(HouseRules.withoutCharter(List.of(lonely))).containsExactly("dev.tallyman.tally");
      assertThat(HouseRules.withoutCharter(List.of(lonely, empty))).hasSize(1);
      assertThat(HouseRules.withoutCharter(List.of(lonely, charter))).isEmpty();
    }

    @Test
    void aRoomThatIsNotOnTheMapIsSeen() {
      assertThat(HouseRules.outsideTheRooms(List.of(main("attic", "")))).hasSize(1);
      assertThat(HouseRules.outsideTheRooms(List.of(main("instrumentation.http", "")))).isEmpty();
      assertThat(
              HouseRules.outsideTheRooms(
                  List.of(new JavaSource("m/src/main/java/A.java", "package other;"))))
          .hasSize(1);
    }

    @Test
    void anImportAgainstTheRoadIsSeen() {
      assertSeen("model", "dev.tallyman.tally.TallyReader");
      assertSeen("tally", "dev.tallyman.metrics.Counter");
      assertSeen("merge", "dev.tallyman.scan.DirectoryScanner");
      assertSeen("http", "dev.tallyman.tally.TallyReader");
      assertSeen("instrumentation.http", "dev.tallyman.instrumentation.jobs.Jobs");
      assertSeen("supervisor", "dev.tallyman.cli.Main");
      assertSeen("scan", "dev.tallyman.metrics.Counter");
      assertSeen("scan", "dev.tallyman.scan.deeper.Anything");
      assertAllowed("metrics", "dev.tallyman.tally.Tally");
      assertAllowed("dashboard", "dev.tallyman.instrumentation.http.Anything");
    }

    @Test
    void aLibraryInTheWrongRoomIsSeen() {
      assertSeen("metrics", "io.prometheus.metrics.model.registry.Collector");
      assertSeen("aggregator", "org.eclipse.jetty.server.Server");
      assertSeen("instrumentation.jobs", "org.eclipse.jetty.server.Server");
      assertSeen("supervisor", "picocli.CommandLine");
      assertSeen("cli", "org.slf4j.Logger");
      assertSeen("tally", "sun.misc.Unsafe");
      assertAllowed("bridge", "io.prometheus.metrics.model.registry.Collector");
      assertAllowed("tally", "java.nio.ByteBuffer");
      assertAllowed("cli", "picocli.CommandLine");
    }

    @Test
    void aStaticImportIsAnImport() {
      assertThat(
              HouseRules.forbiddenImports(
                  List.of(main("model", "import static dev.tallyman.tally.Tally.open;\n"))))
          .containsExactly("m/src/main/java/A.java: model imports dev.tallyman.tally.Tally.open");
      assertThat(
              HouseRules.forbiddenImports(List.of(main("model", "import dev.tallyman.tally.*;\n"))))
          .hasSize(1);
    }

    @Test
    void aSleeperIsSeen() {
      assertThat(HouseRules.sleeping(List.of(main("tally", "Thread.sleep(1);")))).hasSize(1);
      assertThat(HouseRules.sleeping(List.of(main("tally", "TimeUnit.SECONDS\n  .sleep(1);"))))
          .hasSize(1);
      assertThat(HouseRules.sleeping(List.of(main("tally", "asleep();")))).isEmpty();
    }

    @Test
    void aDrawerIsSeen() {
      assertThat(HouseRules.drawers(List.of(main("tally.util", "")))).hasSize(1);
      assertThat(HouseRules.drawers(List.of(main("common", "")))).hasSize(1);
      assertThat(HouseRules.drawers(List.of(main("tally", "")))).isEmpty();
    }

    @Test
    void aCycleIsSeen() {
      assertThat(
              Rooms.inACycle(
                  Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a"), "d", Set.of("a"))))
          .containsExactlyInAnyOrder("a", "b", "c");
    }

    private static void assertSeen(String room, String imported) {
      assertThat(HouseRules.forbiddenImports(List.of(importing(room, imported)))).hasSize(1);
    }

    private static void assertAllowed(String room, String imported) {
      assertThat(HouseRules.forbiddenImports(List.of(importing(room, imported)))).isEmpty();
    }

    private static JavaSource importing(String room, String imported) {
      return main(room, "import " + imported + ";\n");
    }

    private static JavaSource main(String room, String rest) {
      return new JavaSource(
          "m/src/main/java/A.java", "package " + JavaSource.OURS + room + ";\n" + rest);
    }

    private static JavaSource test(String rest) {
      return new JavaSource("m/src/test/java/A.java", "package dev.tallyman.tally;\n" + rest);
    }
  }
}
