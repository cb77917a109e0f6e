package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
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
    Map<String, List<String>> single = new HashMap<>();
    targets.forEach((job, target) -> single.put(job, List.of(target)));
    ObjectNode whole = scrapes(single);
    whole.remove(List.of("rule_files", "alerting"));
    return whole.toString();
  }

  /** With the rules of a file, sent to an Alertmanager; a job may have several targets. */
  static String alerting(Map<String, List<String>> targets, String rules, String alertmanager) {
    ObjectNode whole = scrapes(targets);
    whole.withObject("/global").put("evaluation_interval", PACE);
    whole.putArray("rule_files").add(rules);
    ArrayNode managers = (ArrayNode) whole.path("alerting").path("alertmanagers");
    putTargets((ObjectNode) managers.path(0), List.of(alertmanager));
    return whole.toString();
  }

  private static ObjectNode scrapes(Map<String, List<String>> targets) {
    ObjectNode whole = (ObjectNode) Repository.yaml("monitoring/prometheus.yml");
    whole.withObject("/global").put("scrape_interval", PACE).put("scrape_timeout", PACE);
    ArrayNode jobs = (ArrayNode) whole.path("scrape_configs");
    List<String> known = new ArrayList<>();
    for (int i = jobs.size() - 1; i >= 0; i--) {
      ObjectNode job = (ObjectNode) jobs.path(i);
      List<String> own = targets.get(job.path("job_name").asText());
      if (own == null) {
        jobs.remove(i);
      } else {
        known.add(job.path("job_name").asText());
        job.remove(List.of("scrape_interval", "scrape_timeout", "file_sd_configs"));
        putTargets(job, own);
      }
    }
    if (known.size() < targets.size()) {
      throw new AssertionError("not all are jobs of prometheus.yml: " + targets.keySet());
    }
    return whole;
  }

  private static void putTargets(ObjectNode holder, List<String> targets) {
    ArrayNode all = Repository.JSON.createArrayNode();
    targets.forEach(all::add);
    holder.putArray("static_configs").addObject().set("targets", all);
  }
}
