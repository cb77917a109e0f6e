package dev.tallyman.supervisor;

import java.util.List;

/**
 * What a {@link Supervisor} keeps up.
 *
 * <p>Threading: immutable.
 *
 * @param aggregator started with the workers, stopped after the last of them
 * @param workers one plan for each place in the fleet
 * @param endpoints announced, all at once, when all of them answer
 * @param timings how long things may take
 */
public record FleetPlan(
    ChildPlan aggregator, List<ChildPlan> workers, List<Endpoint> endpoints, Timings timings) {

  public FleetPlan {
    workers = List.copyOf(workers);
    endpoints = List.copyOf(endpoints);
  }
}
