package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardConfigTest {
  private static final URI AGGREGATOR = URI.create("http://127.0.0.1:8001");

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void aPortThatIsNoneIsRefused(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DashboardConfig.of("127.0.0.1", port, AGGREGATOR))
        .withMessageContaining("port=" + port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8001", "/metrics", "file:///tmp", "http:8001"})
  void anAggregatorThatIsNoWebAddressIsRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DashboardConfig.of("127.0.0.1", 0, URI.create(address)))
        .withMessageContaining(address);
  }

  @Test
  void aBlankHostIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DashboardConfig.of(" ", 0, AGGREGATOR))
        .withMessageContaining("host");
  }

  @Test
  void aTokenThatNoHeaderCanHoldIsRefusedAndNotShown() {
    DashboardConfig config = DashboardConfig.of("127.0.0.1", 0, AGGREGATOR);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withToken("sec\nret"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("ret"));
  }

  @Test
  void theTokenIsNotShown() {
    DashboardConfig config = DashboardConfig.of("h", 0, AGGREGATOR).withToken("secret");

    assertThat(config.toString()).doesNotContain("secret").contains("host=h");
  }
}
