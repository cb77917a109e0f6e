package dev.tallyman.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.model.GaugeModeRules.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of gauge modes in the documentation is the one of the program. */
class BridgePageTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+)` \\| \\S.*$");

  @Test
  void thePageListsAllRulesInTheirOrder() throws Exception {
    String page = Files.readString(Path.of("../docs/bridge.md"));

    List<String> rows =
        ROW.matcher(page).results().map(row -> row.group(1) + " " + row.group(2)).toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            DefaultGaugeModes.RULES.rules().stream()
                .map(rule -> rule.pattern() + " " + rule.mode().label())
                .toList());
  }

  @Test
  void everyRuleDecidesSomething() {
    GaugeModeRules rules = DefaultGaugeModes.RULES;
    for (int i = 0; i < rules.rules().size(); i++) {
      Rule rule = rules.rules().get(i);
      GaugeModeRules before = new GaugeModeRules(rules.rules().subList(0, i));

      assertThat(before.modeOf(rule.pattern().replace("*", "x"))).as(rule.pattern()).isEmpty();
    }
  }
}
