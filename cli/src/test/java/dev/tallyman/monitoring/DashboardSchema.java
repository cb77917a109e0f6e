package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares a dashboard with Grafana's own types.
 *
 * <p>Each panel is held against the type its {@code type} names, so that a finding speaks of that
 * panel; against the union of all panel types a validator reports every way not to match. Field
 * overrides, which the types leave open, are checked as the field settings they stand for.
 *
 * <p>Threading: safe for all threads. Failure: none; each finding names the panel and the place.
 */
final class DashboardSchema {
  private final JsonSchema dashboardSchema;
  private final Map<String, JsonSchema> panelSchemas = new HashMap<>();

  DashboardSchema(JsonNode generated) {
    JsonNode definitions = generated.path("definitions");
    // Not a word of draft 7: the validator would warn of it at every run.
    definitions.findParents("deprecated").forEach(each -> ((ObjectNode) each).remove("deprecated"));
    for (JsonNode variant : definitions.path("ShippedPanel").path("anyOf")) {
      String type = variant.path("properties").path("type").path("const").asText();
      panelSchemas.put(type, compiled(variant, definitions));
    }
    ObjectNode top = definitions.path("ShippedDashboard").deepCopy();
    top.withObject("/properties").putObject("panels").put("type", "array");
    dashboardSchema = compiled(top, definitions);
  }

  List<String> findings(JsonNode dashboard) {
    List<String> findings = new ArrayList<>(messages("dashboard", dashboardSchema, dashboard));
    for (JsonNode panel : dashboard.path("panels")) {
      String type = panel.path("type").asText();
      String name = "panel %s '%s'".formatted(panel.path("id"), panel.path("title").asText());
      JsonSchema schema = panelSchemas.get(type);
      if (schema == null) {
        findings.add(name + ": no such panel type: type=" + type);
      } else {
        List<String> own = messages(name, schema, panel);
        findings.addAll(own.isEmpty() ? overrideFindings(name, schema, panel) : own);
      }
    }
    return findings;
  }

  private static List<String> overrideFindings(String name, JsonSchema schema, JsonNode panel) {
    List<String> findings = new ArrayList<>();
    for (JsonNode override : panel.path("fieldConfig").path("overrides")) {
      ObjectNode withOverride = panel.deepCopy();
      ObjectNode defaults = withOverride.withObject("/fieldConfig/defaults");
      for (JsonNode property : override.path("properties")) {
        String pointer = "/" + property.path("id").asText().replace('.', '/');
        String parent = pointer.substring(0, pointer.lastIndexOf('/'));
        ObjectNode holder = parent.isEmpty() ? defaults : defaults.withObject(parent);
        holder.set(pointer.substring(pointer.lastIndexOf('/') + 1), property.path("value"));
      }
      String matched = override.path("matcher").path("options").asText();
      findings.addAll(messages(name + " override of '" + matched + "'", schema, withOverride));
    }
    return findings;
  }

  private static List<String> messages(String name, JsonSchema schema, JsonNode node) {
    return schema.validate(node).stream()
        .map(message -> name + ": " + message.getMessage())
        .sorted()
        .toList();
  }

  private static JsonSchema compiled(JsonNode schema, JsonNode definitions) {
    ObjectNode whole = schema.deepCopy();
    whole.put("$schema", "http://json-schema.org/draft-07/schema#");
    whole.set("definitions", definitions);
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(whole);
  }
}
