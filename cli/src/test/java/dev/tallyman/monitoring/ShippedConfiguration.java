package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * monitoring/prometheus.yml for a test: its jobs with their paths, on the test's targets and at a
 * pace of one scrape a second. Jobs that the test has no target for are left out.
 *
 * <p>Threading: safe for all threads. Failure: an {@link AssertionError} for a job that it lacks.
 */
final class ShippedConfiguration {
  private static final String PACE = "1s";

  private ShippedConfiguration() {}

  /**
   * Without alerts.
   *
   * @param targets hosts and ports, by job
   */
  static String scraping(Map<String, String> targets) {
    ObjectNode whole = scrapes(targets);
    whole.remove(List.of("rule_files", "alerting"));
    return whole.toString();
  }

  /** With the rules of a file, sent to an Alertmanager. */
  static String alerting(Map<String, String> targets, String rules, String alertmanager) {
    ObjectNode whole = scrapes(targets);
    whole.withObject("/global").put("evaluation_interval", PACE);
    whole.putArray("rule_files").add(rules);
    ArrayNode managers = (ArrayNode) whole.path("alerting").path("alertmanagers");
    putTarget((ObjectNode) managers.path(0), alertmanager);
    return whole.toString();
  }

  private static ObjectNode scrapes(Map<String, String> targets) {
    ObjectNode whole = (ObjectNode) Repository.yaml("monitoring/prometheus.yml");
    whole.withObject("/global").put("scrape_interval", PACE).put("scrape_timeout", PACE);
    ArrayNode jobs = (ArrayNode) whole.path("scrape_configs");
    List<String> known = new ArrayList<>();
    for (int i = jobs.size() - 1; i >= 0; i--) {
      ObjectNode job = (ObjectNode) jobs.path(i);
      String target = targets.get(job.path("job_name").asText());
      if (target == null) {
        jobs.remove(i);
      } else {
        known.add(job.path("job_name").asText());
        job.remove(List.of("scrape_interval", "scrape_timeout", "file_sd_configs"));
        putTarget(job, target);
      }
    }
    if (known.size() < targets.size()) {
      throw new AssertionError("not all are jobs of prometheus.yml: " + targets.keySet());
    }
    return whole;
  }

  private static void putTarget(ObjectNode holder, String target) {
    JsonNode targets = Repository.JSON.createArrayNode().add(target);
    holder.putArray("static_configs").addObject().set("targets", targets);
  }
}
