package dev.tallyman.agent.inside;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.IdentityHashMap;

/**
 * The application's own metrics: client_java's default registry, and the registries of Micrometer's
 * Prometheus meters, which are found through Micrometer's global registry, where Spring Boot puts
 * them. Classes are looked for again and again among those that are loaded, which slows no loading
 * down and finds what appears later, in any class loader.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: what throws is the agent's to count; the other registries are copied.
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

  /** By the registry that each of them copies. */
  private final IdentityHashMap<Object, Runnable> copierOf = new IdentityHashMap<>();

  Applications(Instrumentation instrumentation, Copiers copiers) {
    this.instrumentation = instrumentation;
    this.copiers = copiers;
  }

  @Override
  public void run() {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = loaded.getClassLoader();
      if (loader == null || loader == Applications.class.getClassLoader()) {
        continue;
      }
      String name = loaded.getName();
      if (name.equals(CLIENT_JAVA)) {
        found(valueOf(loaded, "defaultRegistry"));
      } else if (name.equals(MICROMETER)) {
        lookInto(valueOf(loaded, "globalRegistry"));
      }
    }
    for (Runnable copier : copierOf.values()) {
      copier.run();
    }
  }

  private void lookInto(Object meterRegistry) {
    String name = meterRegistry.getClass().getName();
    if (name.equals(COMPOSITE)) {
      ((Collection<?>) call(meterRegistry, "getRegistries")).forEach(this::lookInto);
    } else if (name.equals(METERS)) {
      found(call(meterRegistry, "getPrometheusRegistry"));
    }
  }

  private void found(Object registry) {
    if (!copierOf.containsKey(registry)) {
      copierOf.put(registry, copiers.of(registry));
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
