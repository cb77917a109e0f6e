package dev.tallyman.agent.inside.jvm;

import dev.tallyman.metrics.MetricRegistry;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * All metrics of the JVM and the process, in parts: one that fails stops no other.
 *
 * <p>Threading: one thread at a time.
 */
public final class JvmParts {
  private final Families families;
  private final List<Runnable> parts;

  /**
   * Metrics that have recorded nothing yet.
   *
   * @param to where they are recorded
   * @param complaints is told, once, which names were taken
   */
  public JvmParts(MetricRegistry to, Consumer<String> complaints) {
    this.families = new Families(to, complaints);
    this.parts =
        List.of(
            new MemoryMetrics(families),
            new PoolMetrics(families),
            new AllocationMetrics(families),
            new CollectionMetrics(families),
            new ThreadMetrics(families),
            new RuntimeMetrics(families),
            new ProcessMetrics(families));
  }

  /** Never records these, for the application has them or will have them soon. */
  public void leaveOut(Collection<String> names) {
    families.leaveOut(names);
  }

  /** What records each part; to be run by the caller, one after another. */
  public List<Runnable> nextRound() {
    families.beginRound();
    return parts;
  }
}
