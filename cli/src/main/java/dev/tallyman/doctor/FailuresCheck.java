package dev.tallyman.doctor;

import dev.tallyman.archive.ArchiveContents;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.WorkerReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the agent and the bridge count of themselves: what they could not copy. */
final class FailuresCheck {
  static final String NAME = "copies";

  private FailuresCheck() {}

  /** Who counts its failures. */
  private enum Copier {
    AGENT(
        "tallyman_agent_failures",
        "the agent could not do all of its work",
        "name a file in the agent's option log; why is written there"),
    BRIDGE(
        "tallyman_bridge_failures",
        "the bridge could not copy all metrics",
        "why is in the worker's log; with the agent, in the file that its option log names");

    private final String metric;
    private final String text;
    private final String advice;

    Copier(String metric, String text, String advice) {
      this.metric = metric;
      this.text = text;
      this.advice = advice;
    }
  }

  static void examine(Patient patient, Optional<ArchiveContents> archive, List<Finding> findings) {
    for (Copier copier : Copier.values()) {
      Map<String, Long> ofLiving = new TreeMap<>();
      patient.live().forEach(worker -> add(worker, copier, ofLiving));
      if (!ofLiving.isEmpty()) {
        String text = copier.text + ", in workers that live: " + listed(ofLiving);
        findings.add(Finding.problem(NAME, text, copier.advice));
      }
      Map<String, Long> ofDead = new TreeMap<>();
      patient.dead().forEach(worker -> add(worker, copier, ofDead));
      archive.ifPresent(
          contents -> contents.families().forEach(family -> add(family, copier, ofDead)));
      if (!ofDead.isEmpty()) {
        String text = copier.text + ", in workers that are dead: " + listed(ofDead);
        findings.add(Finding.note(NAME, text, copier.advice));
      }
    }
  }

  private static void add(WorkerReading worker, Copier copier, Map<String, Long> failures) {
    for (SeriesReading series : worker.series()) {
      if (series.family().name().equals(copier.metric) && series.wholeCount() > 0) {
        String named = named(series.family().labelNames(), series.labelValues());
        failures.merge(named, series.wholeCount(), Long::sum);
      }
    }
  }

  private static void add(FamilyView family, Copier copier, Map<String, Long> failures) {
    if (family.family().name().equals(copier.metric)) {
      for (SeriesView series : family.series()) {
        String named = named(series.labels().names(), series.labels().values());
        failures.merge(named, (long) series.value(), Long::sum);
      }
    }
  }

  /** The labels as the page has them. */
  private static String named(List<String> names, List<String> values) {
    return IntStream.range(0, names.size())
        .mapToObj(place -> names.get(place) + "=" + values.get(place))
        .collect(Collectors.joining(", "));
  }

  private static String listed(Map<String, Long> failures) {
    return failures.entrySet().stream()
        .map(each -> each.getKey() + ": " + each.getValue())
        .collect(Collectors.joining("; "));
  }
}
