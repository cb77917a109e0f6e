package dev.tallyman.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  @ParameterizedTest
  @CsvSource({
    "a=b, a=\"b\"",
    "a!=b, a!=\"b\"",
    "a=~b|c, a=~\"b|c\"",
    "a!~b.*, a!~\"b.*\"",
    "a=, a=\"\"",
    "a==b, a=\"=b\"",
    "_a1=b=c, _a1=\"b=c\"",
    "'\"c.d\"=~e', '\"c.d\"=~\"e\"'",
    "'\"a\"=b', 'a=\"b\"'",
    "'\"a\\\"=\\\\\"=b', '\"a\\\"=\\\\\"=\"b\"'"
  })
  void aConditionIsWrittenAsPrometheusDoes(String text, String promql) {
    assertThat(LabelMatcher.parse(text).promql()).isEqualTo(promql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "=b", "1a=b", "a-b=c", "a~b", "é=b", "\"\"=b", "\"a=b"})
  void whatIsNoConditionIsRefused(String text) {
    assertThatThrownBy(() -> LabelMatcher.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "a b", "a{", "sum(a)", "a[5m]", "a.b", "\"\"", "\"a\"b\""})
  void aMetricIsNoExpression(String metric) {
    assertThatThrownBy(() -> Names.metric(metric)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"a:b, a:b", "'\"a\"', a", "'\"http.requests\"', '{\"http.requests\"}'"})
  void anyMetricIsNamedInQuotes(String text, String promql) {
    assertThat(Selector.of(Names.metric(text)).promql()).isEqualTo(promql);
  }

  @Test
  void conditionsOnAMetricOfAnyNameStandInItsBraces() {
    Selector selector =
        new Selector(Names.metric("\"a.\\\"b\""), List.of(LabelMatcher.parse("\"c.d\"=e")));

    assertThat(selector.suffixed("_sum").promql()).isEqualTo("{\"a.\\\"b_sum\",\"c.d\"=\"e\"}");
  }

  @Test
  void labelsAreListedWithCommasBetweenThem() {
    assertThat(Names.labels("a,\"b,c\",_d")).containsExactly("a", "b,c", "_d");
    assertThatThrownBy(() -> Names.labels("a,")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Names.labels("a.b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void conditionsGoWithTheSuffix() {
    assertThat(new Selector("a:b", List.of(LabelMatcher.parse("c=d"))).suffixed("_sum").promql())
        .isEqualTo("a:b_sum{c=\"d\"}");
  }

  @Test
  void aMomentIsOnTheGridIfItIsNearerThanHalfAStep() {
    Grid grid = Grid.between(1_000, 1_099, 10);

    assertThat(grid.points()).isEqualTo(10);
    assertThat(grid.endMillis()).isEqualTo(1_090);
    assertThat(grid.pointAt(994)).isEqualTo(-1);
    assertThat(grid.pointAt(995)).isZero();
    assertThat(grid.pointAt(1_094)).isEqualTo(9);
    assertThat(grid.pointAt(1_095)).isEqualTo(-1);
    assertThat(grid.withOneBefore().pointAt(990)).isZero();
  }
}
