package dev.tallyman.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.model.Labels;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorParserTest {
  private static final Labels LABELS =
      new Labels(List.of("code", "path"), List.of("200", "/a\"b\\c"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "up | __name__=up",
        "a:b_c1 | __name__=a:b_c1",
        "up{} | __name__=up",
        "up { a = \"b\" , } | __name__=up a=b",
        "{__name__=\"up\"} | __name__=up",
        "{\"up\", 'l'=~'x'} | __name__=up l=~x",
        "{\"http.requests\", \"label.name\"=\"x\"} | __name__=http.requests label.name=x",
        "{a=\"b\", \"größe\"} | a=b __name__=größe",
        "{\"a \\\"b\\\"\", `c\\d`!=\"\"} | __name__=a \"b\" c\\d!=",
        "up{\"label.name\"!~'x'} | __name__=up label.name!~x",
        "{__name__=~\"a.b\",c!=\"\"} | __name__=~a.b c!=",
        "up{a!~`\\d+`}| __name__=up a!~\\d+",
        "up{a=\"}\",b='{',c=\",\"} | __name__=up a=} b={ c=,",
        "up # what comes here does not count | __name__=up",
        "up{a=\"\\x41\\101\\u0041\\U00000041\"} | __name__=up a=AAAA",
        "up{a=\"\\xc3\\xa9\\u00e9é\"} | __name__=up a=ééé",
        "up{a='\\'\\\\'} | __name__=up a='\\",
        "up{a=\"\\\"'`\"} | __name__=up a=\"'`",
      })
  void isRead(String text, String expected) throws SelectorException {
    assertThat(
            SelectorParser.parse(text).matchers().stream()
                .map(each -> each.label() + each.operator().sign() + each.value())
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "^^ | 1:1: parse error: no expression found in input",
        "1 | 1:1: parse error: unexpected \"1\", expected a metric name or \"{\"",
        "{} | 1:1: parse error: vector selector must contain at least one non-empty matcher",
        "{a=~\".*\"} | 1:1: parse error: vector selector must contain at least one non-empty matcher",
        "up{a} | 1:5: parse error: unexpected \"}\", expected one of \"=\", \"!=\", \"=~\" and \"!~\"",
        "up{a=b} | 1:6: parse error: unexpected \"b\", expected a quoted value",
        "up{a=\"b\" | 1:9: parse error: unexpected end of input, expected \",\" or \"}\"",
        "up{a=\"b} | 1:6: parse error: unterminated quoted string",
        "up{a=\"\\'\"} | 1:7: parse error: unknown escape sequence",
        "up{a=\"\\xg0\"} | 1:7: parse error: unknown escape sequence",
        "up{a=\"\\777\"} | 1:7: parse error: unknown escape sequence",
        "up{a=\"\\ud800\"} | 1:7: parse error: unknown escape sequence",
        "http.requests{a=\"b\"} | 1:5: parse error: unexpected \".\", expected the end: only plain"
            + " vector selectors can be asked for; names with such characters stand in quotes, as in"
            + " {\"a.b\",\"c.d\"=\"e\"}",
        "{c.d=\"e\"} | 1:3: parse error: unexpected \".\", expected one of \"=\", \"!=\", \"=~\" and"
            + " \"!~\"; names with such characters stand in quotes, as in {\"a.b\",\"c.d\"=\"e\"}",
        "{\"a.b\",\"c.d\"} | 1:8: parse error: metric name must not be set twice: \"a.b\" or \"c.d\"",
        "up{\"a.b\"} | 1:4: parse error: metric name must not be set twice: \"up\" or \"a.b\"",
        "{\"\"=\"b\"} | 1:4: parse error: unexpected \"=\", expected a label name",
        "up{,} | 1:4: parse error: unexpected \",\", expected a label name",
        "up{__name__=\"down\"} | 1:4: parse error: metric name must not be set twice: \"up\" or \"down\"",
      })
  void isRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> SelectorParser.parse(text))
        .isInstanceOf(SelectorException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate(up[5m])", "up[5m]", "up offset 5m", "up + up", "sum(up)", "up @ 1"})
  void whatElsePromqlHasIsRefused(String text) {
    assertThatThrownBy(() -> SelectorParser.parse(text))
        .hasMessageContaining("only plain vector selectors can be asked for");
  }

  @Test
  void anExpressionThatIsNoneIsRefused() {
    assertThatThrownBy(() -> SelectorParser.parse("up{a=~\"(\"}"))
        .hasMessage("1:4: parse error: error parsing regexp: missing closing ): `(`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up{code=\"200\"}",
        "up{code!=\"20\"}",
        "up{code=~\"2..\"}",
        "up{code!~\"2\"}",
        "up{nobody=\"\"}",
        "up{nobody!=\"x\",nobody=~\"x?\"}",
        "up{path=\"/a\\\"b\\\\c\"}",
        "up{path=`/a\"b\\c`}",
      })
  void holds(String text) throws SelectorException {
    assertThat(SelectorParser.parse(text).takesLabels(LABELS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up{code=\"20\"}",
        "up{code!=\"200\"}",
        "up{code=~\"2\"}",
        "up{code!~\"2..\"}",
        "up{nobody!=\"\"}",
        "up{code=\"200\",path=\"\"}",
      })
  void doesNotHold(String text) throws SelectorException {
    assertThat(SelectorParser.parse(text).takesLabels(LABELS)).isFalse();
  }
}
