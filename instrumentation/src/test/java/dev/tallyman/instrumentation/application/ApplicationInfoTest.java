package dev.tallyman.instrumentation.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplicationInfoTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void whatTheApplicationIsIsShown() {
    ApplicationInfo.show(
        registry,
        "app_info",
        Map.of("name", "Bricklayers", "version", "1.4.2", "description", "Makes bricks."));
    ApplicationInfo.show(
        registry, "chedweb_backend", Map.of("version", "2.0", "component", "backend"));

    assertThat(Exposed.samples(registry))
        .containsExactly(
            "app_info{description=\"Makes bricks.\",name=\"Bricklayers\",version=\"1.4.2\"} 1",
            "chedweb_backend_info{component=\"backend\",version=\"2.0\"} 1");
  }

  @Test
  void whatIsShownAgainReplacesWhatWas() {
    ApplicationInfo.show(registry, "app_info", Map.of("version", "1"));
    ApplicationInfo.show(registry, "app_info", Map.of("version", "2"));

    assertThat(Exposed.samples(registry)).containsExactly("app_info{version=\"2\"} 1");
  }
}
