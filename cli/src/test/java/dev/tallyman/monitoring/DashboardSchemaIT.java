package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped dashboards against Grafana's own types, and faults that those types must reject. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DashboardSchemaIT {
  private DashboardSchema schema;

  @BeforeAll
  void takeTheTypesFromGrafana() throws IOException {
    schema = new DashboardSchema(GrafanaJudge.ready().schema());
  }

  @ParameterizedTest
  @MethodSource("dev.tallyman.monitoring.Dashboard#files")
  void grafanasTypesAcceptTheDashboard(String file) {
    assertThat(schema.findings(Dashboard.at(file).json())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plantedFaults")
  void grafanasTypesRejectAPlantedFault(String finding, Consumer<ObjectNode> fault) {
    ObjectNode dashboard = Dashboard.shipped().json().deepCopy();
    fault.accept(dashboard);

    assertThat(schema.findings(dashboard)).anySatisfy(found -> assertThat(found).contains(finding));
  }

  static List<Arguments> plantedFaults() {
    return List.of(
        fault("dashboard: $: property 'panells'", "", node -> node.putArray("panells")),
        fault("dashboard: $.schemaVersion: string found", "", n -> n.put("schemaVersion", "39")),
        fault("dashboard: $.refresh: boolean found", "", node -> node.put("refresh", false)),
        fault("dashboard: $.templating.list[3].type", variable(3), n -> n.put("type", "choice")),
        fault("panel 1 'Average", "/panels/0", node -> node.remove("gridPos")),
        fault("no such panel type: type=graph", "/panels/0", node -> node.put("type", "graph")),
        fault("$.targets[0]: property 'query'", "/panels/1/targets/0", n -> n.put("query", "up")),
        fault("$.targets[0].format", "/panels/2/targets/0", node -> node.put("format", "grid")),
        fault("$.gridPos.w: string found", "/panels/1/gridPos", node -> node.put("w", "12")),
        fault("drawStyle", "/panels/0/fieldConfig/defaults/custom", n -> n.put("drawStyle", "x")),
        fault("legend.placement", "/panels/0/options/legend", n -> n.put("placement", "top")),
        fault("'showHead'", "/panels/2/options", node -> node.put("showHead", true)),
        fault("override of 'Method'", override(0), node -> node.put("id", "custom.breadth")),
        fault("override of 'Method'", override(0), node -> node.put("value", "wide")));
  }

  private static String variable(int index) {
    return "/templating/list/" + index;
  }

  private static String override(int index) {
    return "/panels/2/fieldConfig/overrides/%d/properties/0".formatted(index);
  }

  private static Arguments fault(String finding, String place, Consumer<ObjectNode> change) {
    Consumer<ObjectNode> fault =
        dashboard -> change.accept(place.isEmpty() ? dashboard : dashboard.withObject(place));
    return Arguments.of(finding, fault);
  }
}
