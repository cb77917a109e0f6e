package dev.tallyman.docs;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one part of the project measures.
 *
 * @param title the part
 * @param families its families; the same one several times if its gauge mode is a choice
 */
record Domain(String title, List<Family> families) {

  /** Registers what a class of instrumentation measures. */
  interface Registration {
    void into(MetricRegistry registry);
  }

  /** A package of instrumentation, registered in each way that makes a difference. */
  static Domain of(String title, Registration... registrations) {
    return new Domain(
        title,
        Stream.of(registrations)
            .flatMap(registration -> registered(registration).stream())
            .map(FamilyView::family)
            .toList());
  }

  private static List<FamilyView> registered(Registration registration) {
    MetricRegistry registry = MetricRegistry.inHeap();
    registration.into(registry);
    return registry.read();
  }
}
