package dev.tallyman.agent.inside.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tallyman.bridge.DefaultGaugeModes;
import dev.tallyman.bridge.RegistryCopier;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read by hand is what client_java would have read. */
@Timeout(60)
class JvmPartsTest {
  private static final List<String> FIXED =
      List.of(
          "process_start_time_seconds",
          "process_max_fds",
          "jvm_memory_max_bytes",
          "jvm_memory_init_bytes",
          "jvm_memory_pool_max_bytes",
          "jvm_memory_pool_init_bytes");

  private final MetricRegistry own = MetricRegistry.inHeap();
  private final List<String> complaints = new ArrayList<>();
  private final JvmParts parts = new JvmParts(own, complaints::add);

  @Test
  void familiesSeriesAndValuesAreThoseOfClientJava() {
    MetricRegistry copied = MetricRegistry.inHeap();
    PrometheusRegistry theirs = new PrometheusRegistry();
    JvmMetrics.builder().register(theirs);
    RegistryCopier copier =
        new RegistryCopier(theirs, copied, DefaultGaugeModes.RULES, complaints::add);
    System.gc();
    for (int i = 0; i < 500 && !agreesOnAllocations(copied); i++) {
      // Until both have heard of the collection, each by itself.
      LockSupport.parkNanos(10_000_000);
      copier.copy();
      record();
    }

    assertThat(described(own)).isEqualTo(described(copied));
    assertThat(FIXED)
        .allSatisfy(name -> assertThat(values(own, name)).isEqualTo(values(copied, name)));
    assertAbout(copied, "process_cpu_seconds", 2);
    assertAbout(copied, "process_open_fds", 20);
    assertAbout(copied, "process_resident_memory_bytes", 100e6);
    assertAbout(copied, "process_virtual_memory_bytes", 500e6);
    assertAbout(copied, "jvm_compilation_time_seconds", 2);
    assertAbout(copied, "jvm_threads_current", 10);
    assertThat(complaints).isEmpty();
  }

  @Test
  void totalsAreNotCountedTwice() {
    record();
    long before = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    record();
    long after = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();

    assertThat(value(own, "jvm_classes_loaded")).isBetween((double) before, (double) after);
  }

  @Test
  void namesThatTheApplicationHasAreItsOwn() {
    Gauge.builder().name("jvm_threads_peak").help("Mine.").register(own).set(-7);
    record();
    record();

    assertThat(value(own, "jvm_threads_peak")).isEqualTo(-7);
    assertThat(complaints)
        .containsExactly("metric is not copied: name=jvm_threads_peak, cause=name is taken");
  }

  @Test
  void whatIsToBeLeftOutIsLeftOut() {
    parts.leaveOut(List.of("jvm_threads_state", "jvm_gc_collection_seconds"));
    record();

    assertThat(described(own))
        .containsKey("jvm_threads_current")
        .doesNotContainKeys("jvm_threads_state", "jvm_gc_collection_seconds");
    assertThat(complaints).isEmpty();
  }

  private boolean agreesOnAllocations(MetricRegistry copied) {
    String name = "jvm_memory_pool_allocated_bytes";
    Set<Labels> pools = values(own, name).keySet();
    return !pools.isEmpty() && pools.equals(values(copied, name).keySet());
  }

  private void record() {
    parts.nextRound().forEach(Runnable::run);
  }

  private void assertAbout(MetricRegistry copied, String name, double tolerance) {
    assertThat(value(own, name))
        .as(name)
        .isPositive()
        .isCloseTo(value(copied, name), within(tolerance));
  }

  /** A family, and the series that it has. */
  private record Described(Family family, Set<Labels> series) {}

  private static Map<String, Described> described(MetricRegistry registry) {
    Map<String, Described> all = new TreeMap<>();
    for (FamilyView view : registry.read()) {
      Set<Labels> series =
          view.series().stream().map(SeriesView::labels).collect(Collectors.toSet());
      all.put(view.family().name(), new Described(view.family(), series));
    }
    return all;
  }

  private static double value(MetricRegistry registry, String name) {
    return values(registry, name).values().iterator().next();
  }

  private static Map<Labels, Double> values(MetricRegistry registry, String name) {
    return registry.read().stream()
        .filter(view -> view.family().name().equals(name))
        .flatMap(view -> view.series().stream())
        .collect(Collectors.toMap(SeriesView::labels, SeriesView::value));
  }
}
