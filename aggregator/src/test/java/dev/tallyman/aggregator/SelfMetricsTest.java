package dev.tallyman.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.merge.Conflict;
import dev.tallyman.merge.Merger;
import dev.tallyman.merge.Recorded;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SelfMetricsTest {
  private final SelfMetrics self = new SelfMetrics();

  @Test
  void aConflictThatIsOverIsShownAsSuchUntilItsMetricIsGone() {
    Conflict conflict = new Conflict("jobs", Conflict.Kind.TYPE);
    List<FamilyView> both = families("jobs", "other");

    self.merged(both, Set.of(conflict), List.of());
    assertThat(conflicts()).isEqualTo(Map.of("jobs type", 1.0));
    self.merged(both, Set.of(), List.of());
    assertThat(conflicts()).isEqualTo(Map.of("jobs type", 0.0));
    self.merged(families("other"), Set.of(), List.of());
    assertThat(conflicts()).isEmpty();
    self.merged(both, Set.of(conflict), List.of());
    assertThat(conflicts()).isEqualTo(Map.of("jobs type", 1.0));
  }

  private static List<FamilyView> families(String... names) {
    Recorded worker = Recorded.live(1);
    for (String name : names) {
      worker.counter(Family.of(name, MetricType.COUNTER, "", List.of()), List.of(), 1, 0);
    }
    return new Merger().merge(List.of(worker));
  }

  private Map<String, Double> conflicts() {
    Map<String, Double> shown = new TreeMap<>();
    for (FamilyView view : self.read()) {
      if (view.family().name().equals("tallyman_conflicts")) {
        for (SeriesView series : view.series()) {
          shown.put(String.join(" ", series.labels().values()), series.value());
        }
      }
    }
    return shown;
  }
}
