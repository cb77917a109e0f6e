package dev.tallyman.merge;

import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Gives gauges the modes that the operator wants, whatever mode they were recorded with: a
 * library's bad default is mended without releasing, or even restarting, a worker.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: none; a gauge that can't be given a mode keeps its own.
 */
public final class GaugeRules {
  private final GaugeModeRules rules;
  private final Map<UUID, RuledReading> readings = new HashMap<>();

  /** Families with their modes; the same ones again and again, for the merger knows them. */
  private final Map<Family, Family> families = new HashMap<>();

  private final IdentityHashMap<Family, Family> looked = new IdentityHashMap<>();

  /** No reading is known yet. */
  public GaugeRules(GaugeModeRules rules) {
    this.rules = rules;
  }

  /** The same readings under the rules. */
  public List<? extends WorkerReading> of(List<? extends WorkerReading> all) {
    if (rules.rules().isEmpty()) {
      return all;
    }
    Set<UUID> present = new HashSet<>();
    all.forEach(reading -> present.add(reading.worker().id()));
    if (readings.keySet().retainAll(present)) {
      looked.clear();
    }
    return all.stream().map(this::known).toList();
  }

  /** Some readings under the rules, by the way. */
  public List<? extends WorkerReading> ofSome(List<? extends WorkerReading> some) {
    return rules.rules().isEmpty() ? some : some.stream().map(this::of).toList();
  }

  /** One last reading under the rules. */
  public WorkerReading of(WorkerReading last) {
    return rules.rules().isEmpty() ? last : new RuledReading(this, last);
  }

  private RuledReading known(WorkerReading reading) {
    return readings
        .computeIfAbsent(reading.worker().id(), id -> new RuledReading(this, reading))
        .next(reading);
  }

  /** The family under the rules; the very same one if they change nothing. */
  Family familyOf(Family family) {
    if (family.type() != MetricType.GAUGE) {
      return family;
    }
    return looked.computeIfAbsent(family, this::look);
  }

  private Family look(Family family) {
    Optional<GaugeMode> rule = rules.modeOf(family.name());
    if (rule.isEmpty() || rule.get() == family.gaugeMode() || !takes(family, rule.get())) {
      return family;
    }
    GaugeMode mode = rule.get();
    return families.computeIfAbsent(
        family,
        any ->
            new Family(
                any.name(),
                any.type(),
                any.help(),
                any.unit(),
                mode,
                any.labelNames(),
                any.upperBounds(),
                any.states()));
  }

  /** A gauge with a label that says whose it is can't be given another. */
  private static boolean takes(Family family, GaugeMode mode) {
    return mode.rule() != GaugeMode.Rule.EACH
        || !(family.labelNames().contains("pid") || family.labelNames().contains("worker"));
  }

  /** The archive's readings are younger than any worker can be. */
  static boolean isOfArchive(Worker worker) {
    return worker.createdMillis() == Long.MAX_VALUE;
  }
}
