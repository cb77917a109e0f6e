package dev.tallyman.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise of docs/how-it-survives.md is kept by tests that are there. */
class SurvivalPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern PROMISES =
      Pattern.compile("\\| what happens .*\n\\| ---.*\n((?:\\|.*\n)+)");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

  @Test
  void everyPromiseNamesATestThatIsThere() throws IOException {
    Set<String> tests = testsOfTheHouse();
    List<String> promises =
        PROMISES
            .matcher(Files.readString(ROOT.resolve("docs/how-it-survives.md")))
            .results()
            .flatMap(table -> table.group(1).lines())
            .toList();
    assertThat(promises).hasSizeGreaterThan(10);
    for (String promise : promises) {
      List<String> named = TEST.matcher(promise).results().map(match -> match.group(1)).toList();
      assertThat(named).as(promise).isNotEmpty();
      assertThat(tests).as(promise).containsAll(named);
    }
  }

  private static Set<String> testsOfTheHouse() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(path -> path.toString().contains("src/test/java"))
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith("Test.java") || name.endsWith("IT.java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
