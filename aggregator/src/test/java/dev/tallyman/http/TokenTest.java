package dev.tallyman.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.exposition.Reading;
import java.net.BindException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
  private MetricsServer server;

  @BeforeEach
  void start() throws BindException {
    server =
        MetricsServer.start(
            Servers.settings("s3cret-é"),
            Servers.served(page -> page.accept(Reading.ofEveryType())));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer s3cret", "bearer s3cret", "Bearer   s3cret "})
  void theTokenOpens(String authorization) {
    assertThat(new BearerToken("s3cret").isIn(authorization)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer s3cre",
        "Bearer s3crets",
        "Bearer S3CRET",
        "s3cret",
        "Basic s3cret",
        "Bearers3cret",
        "Bearer s3cret s3cret"
      })
  void nothingElseDoes(String authorization) {
    assertThat(new BearerToken("s3cret").isIn(authorization)).isFalse();
    assertThat(new BearerToken("s3cret").isIn(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/metrics/", "/metrics?name[]=mode"})
  void scrapesNeedTheToken(String path) {
    Reply without = Reply.get(server.port(), path);
    Reply wrong = Reply.get(server.port(), path, "Authorization: Bearer guess");
    Reply right = Reply.get(server.port(), path, "Authorization: Bearer s3cret-é");

    assertThat(without.status()).isEqualTo(401);
    assertThat(without.header("www-authenticate")).startsWith("Bearer");
    assertThat(without.text()).isEqualTo("unauthorized\n");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(right.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/-/healthy", "/-/ready"})
  void theRestIsOpen(String path) {
    assertThat(Reply.get(server.port(), path).status()).isEqualTo(200);
  }

  @Test
  void theTokenIsNotInWhatGetsLogged() {
    assertThat(Servers.settings("s3cret").toString()).doesNotContain("s3cret");
  }

  @Test
  void anEmptyTokenIsRefused() {
    assertThatThrownBy(() -> Servers.settings(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token");
  }
}
