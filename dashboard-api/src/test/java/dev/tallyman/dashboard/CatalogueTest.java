package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  @Test
  void namesInQuotesAreNamesLikeOthers() throws Exception {
    Catalogue catalogue =
        Catalogue.of(
            """
            # HELP "http.server.requests_total" Requests.
            # TYPE "http.server.requests_total" counter
            {"http.server.requests_total","http.route"="/a",status="200"} 1
            {"http.server.requests_total","http.route"="/a",status="500"} 1
            # TYPE "http.server.duration" histogram
            {"http.server.duration_bucket","http.route"="/a",le="1.0"} 1
            {"http.server.duration_bucket","http.route"="/a",le="+Inf"} 1
            {"http.server.duration_count","http.route"="/a"} 1
            {"http.server.duration_sum","http.route"="/a"} 0.5
            # TYPE "a b\\"c.seconds" gauge
            {"a b\\"c.seconds"} 1
            """);

    assertThat(catalogue.metrics())
        .containsExactly(
            new Catalogue.Entry(
                "http.server.requests_total",
                "counter",
                "Requests.",
                "",
                List.of("http.route", "status"),
                2),
            new Catalogue.Entry(
                "http.server.duration", "histogram", "", "", List.of("http.route"), 1),
            new Catalogue.Entry("a b\"c.seconds", "gauge", "", "seconds", List.of(), 1));
  }

  @Test
  void aHelpTextIsAsItsAuthorWroteIt() throws Exception {
    Catalogue catalogue =
        Catalogue.of("# HELP a In \\\\new\\nlines, \"quoted\", \rback.\n# TYPE a gauge\na 1\n");

    assertThat(catalogue.metrics().get(0).help()).isEqualTo("In \\new\nlines, \"quoted\", \rback.");
    assertThat(catalogue.metrics().get(0).type()).isEqualTo("gauge");
  }

  @Test
  void whatIsNoDescriptionIsPassedOver() throws Exception {
    assertThat(Catalogue.of("# EOF\n#\n#TYPED a gauge\n# \"TYPE\" a gauge\n").metrics()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"# TYPE", "# TYPE ", "# HELP \"a", "# TYPE \"\" gauge"})
  void aDescriptionOfNothingIsRefused(String line) {
    assertThatThrownBy(() -> Catalogue.of(line + "\n"))
        .isInstanceOf(SampleFormatException.class)
        .hasMessageStartingWith("line 1: ");
  }
}
