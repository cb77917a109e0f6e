package dev.tallyman.bridge;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.model.NamePattern;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Copies all that a client_java registry holds into ours, each time it is told to. {@link
 * RegistryBridge} tells it.
 *
 * <p>What only grows is copied as what has come since the last time: nothing is counted twice, and
 * a source that begins again at zero takes nothing away. Of summaries count and sum are copied:
 * quantiles of several processes can't be merged. A name that our registry has already, from
 * elsewhere, is left out, so that nobody adds to the counts of others.
 *
 * <p>Threading: safe for all threads; they take turns.
 *
 * <p>Failure: a collector that throws, and a family that can't be copied, is said once, counted in
 * {@value #FAILURES}, and the others are copied.
 */
public final class RegistryCopier {
  /** Counts what could not be copied, in the registry that is copied into. */
  public static final String FAILURES = "tallyman_bridge_failures_total";

  private final PrometheusRegistry source;
  private final Collectors collectors;
  private final MetricRegistry to;
  private final Scrape scrape = new Scrape();
  private final Copies copies;
  private final Consumer<String> complaints;
  private final Map<String, FamilyCopy> known = new HashMap<>();
  private final Set<String> leftOut = new HashSet<>();
  private final Set<String> said = new HashSet<>();
  private boolean complete;

  /**
   * A copier that has copied nothing yet.
   *
   * @param from the registry to copy, whatever is registered later included
   * @param to the registry that the copies are recorded in
   * @param gaugeModes how gauges merge; what no rule fits is kept apart by pid
   * @param complaints is told, once, of what can't be copied
   */
  public RegistryCopier(
      PrometheusRegistry from,
      MetricRegistry to,
      GaugeModeRules gaugeModes,
      Consumer<String> complaints) {
    this.source = from;
    this.collectors = new Collectors(from);
    this.to = to;
    this.copies = new Copies(to, gaugeModes, scrape);
    this.complaints = complaints;
  }

  /**
   * Copies of histograms whose names fit the classic buckets alone, though they have native ones
   * too; one with native buckets alone keeps these. To be said before the first copy.
   *
   * @param pattern a name as it is on the page, with {@code *} for any characters
   * @throws IllegalArgumentException if no name can look so
   */
  public synchronized void classicOnly(String pattern) {
    copies.classicOnly(new NamePattern(pattern));
  }

  /** Never copies families of these names, for somebody else has them or will have them soon. */
  public synchronized void leaveOut(Collection<String> names) {
    leftOut.addAll(names);
  }

  /** The registry that is copied. */
  PrometheusRegistry source() {
    return source;
  }

  /** Copies what the registry holds now. */
  public synchronized void copy() {
    Map<String, List<MetricSnapshot>> byName = new LinkedHashMap<>();
    complete = true;
    scrape.begin();
    for (MetricSnapshot snapshot : collectors.collect(this::collectorFailed)) {
      trying(snapshot.getClass().getName(), () -> sort(snapshot, byName));
    }
    begin(byName);
    known.forEach(
        (name, copy) -> {
          List<MetricSnapshot> snapshots = byName.getOrDefault(name, List.of());
          // What is missing may be of a collector that failed, and there again the next time.
          if (complete || !snapshots.isEmpty()) {
            trying(name, () -> copy.copy(snapshots));
          }
        });
  }

  private static void sort(MetricSnapshot snapshot, Map<String, List<MetricSnapshot>> byName) {
    byName.computeIfAbsent(Copies.nameOf(snapshot), name -> new ArrayList<>()).add(snapshot);
  }

  private void begin(Map<String, List<MetricSnapshot>> byName) {
    Map<String, List<MetricSnapshot>> fresh = new LinkedHashMap<>(byName);
    fresh.keySet().removeAll(known.keySet());
    fresh.keySet().removeAll(leftOut);
    // Before its first series nobody knows a family's labels.
    fresh.values().removeIf(all -> all.stream().allMatch(one -> one.getDataPoints().isEmpty()));
    if (fresh.isEmpty()) {
      return;
    }
    Set<String> taken = new HashSet<>();
    for (FamilyView view : to.read()) {
      taken.add(view.family().name());
    }
    fresh.forEach(
        (name, snapshots) -> {
          if (taken.contains(name)) {
            leftOut.add(name);
            say(name, "metric is not copied: name=" + name + ", cause=name is taken");
          } else if (!trying(name, () -> known.put(name, copies.begin(name, snapshots)))) {
            leftOut.add(name);
          }
        });
  }

  private boolean trying(String name, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException | LinkageError e) { // An application may go, and its classes first.
      failed("family", name + e.getClass(), "metric is not copied: name=" + name + ", cause=" + e);
      return false;
    }
  }

  private void collectorFailed(String collector, Throwable failure) {
    complete = false;
    String message = "collector failed: collector=" + collector + ", cause=" + failure;
    failed("collector", collector + failure.getClass(), message);
  }

  private void failed(String reason, String what, String message) {
    Counter.builder()
        .name(FAILURES)
        .help("Collectors that threw, and metrics that could not be copied.")
        .labelNames("reason")
        .register(to)
        .labelValues(reason)
        .inc();
    say(reason + what, message);
  }

  /** Says it once of this, though the message may be another one every time. */
  private void say(String of, String message) {
    if (said.add(of)) {
      complaints.accept(message);
    }
  }
}
