package dev.tallyman.agent.inside;

import dev.tallyman.bridge.Claimant;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The application's own metrics: client_java's default registry, and the registries of Micrometer's
 * Prometheus meters, which are found through Micrometer's global registry, where Spring Boot puts
 * them. Classes are looked for again and again among those that are loaded, which slows no loading
 * down and finds what appears later, in any class loader.
 *
 * <p>Threading: one thread at a time looks, and one at a time runs, which is the application's own
 * code and may never come back.
 *
 * <p>Failure: what throws is counted, and the other registries are copied.
 */
final class Applications implements Runnable {
  private static final String CLIENT_JAVA =
      "io.prometheus.metrics.model.registry.PrometheusRegistry";
  private static final String MICROMETER = "io.micrometer.core.instrument.Metrics";
  private static final String METERS = "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";
  private static final String COMPOSITE =
      "io.micrometer.core.instrument.composite.CompositeMeterRegistry";

  private final Instrumentation instrumentation;
  private final Copiers copiers;
  private final Complaints complaints;

  /** By the registry that each of them copies. */
  private final IdentityHashMap<Object, Runnable> copierOf = new IdentityHashMap<>();

  /** Classes that know registries. */
  private volatile List<Class<?>> holders = List.of();

  Applications(Instrumentation instrumentation, Copiers copiers, Complaints complaints) {
    this.instrumentation = instrumentation;
    this.copiers = copiers;
    this.complaints = complaints;
  }

  /** Whether there is anything to be copied. Runs no code of the application's. */
  boolean look() {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = loaded.getClassLoader();
      if (loader == null || loader == Applications.class.getClassLoader()) {
        continue;
      }
      String name = loaded.getName();
      if (name.equals(CLIENT_JAVA) || name.equals(MICROMETER)) {
        found.add(loaded);
      }
    }
    holders = found;
    return !found.isEmpty();
  }

  @Override
  public void run() {
    for (Class<?> holder : holders) {
      complaints.guard(Inside.APPLICATION, () -> ask(holder));
    }
    for (Runnable copier : copierOf.values()) {
      complaints.guard(Inside.APPLICATION, copier);
    }
  }

  private void ask(Class<?> holder) {
    if (holder.getName().equals(CLIENT_JAVA)) {
      found(valueOf(holder, "defaultRegistry"));
    } else {
      lookInto(valueOf(holder, "globalRegistry"));
    }
  }

  private void lookInto(Object meterRegistry) {
    String name = meterRegistry.getClass().getName();
    if (name.equals(COMPOSITE)) {
      for (Object each : (Collection<?>) call(meterRegistry, "getRegistries")) {
        complaints.guard(Inside.APPLICATION, () -> lookInto(each));
      }
    } else if (name.equals(METERS)) {
      found(call(meterRegistry, "getPrometheusRegistry"));
    }
  }

  private void found(Object registry) {
    if (copierOf.containsKey(registry)) {
      return;
    }
    Runnable copier = copiers.of(registry);
    if (Claimant.AGENT.claims(registry)) {
      copierOf.put(registry, copier);
    } else {
      copierOf.put(registry, () -> {});
      complaints.accept(
          "a registry is left alone, for the application has a bridge of its own for it");
    }
  }

  private static Object valueOf(Class<?> holder, String field) {
    try {
      Field found = holder.getField(field);
      return found.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no such field: class=" + holder + ", field=" + field, e);
    }
  }

  private static Object call(Object target, String method) {
    try {
      return target.getClass().getMethod(method).invoke(target);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "no such method: class=" + target.getClass() + ", method=" + method, e);
    }
  }
}
