package dev.tallyman.agent.inside;

import dev.tallyman.agent.InsideLoader;
import dev.tallyman.bridge.DefaultGaugeModes;
import dev.tallyman.bridge.RegistryCopier;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeModeRules;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/**
 * Makes copiers for registries of the application's own client_java.
 *
 * <p>Threading: one thread at a time.
 */
final class Copiers {
  private final MetricRegistry to;
  private final InsideLoader inside;
  private final Complaints complaints;
  private final String nativeBuckets;
  private final Map<ClassLoader, BridgeLoader> bridges = new WeakHashMap<>();

  /**
   * @param nativeBuckets {@code off} if histograms that have classic buckets too are to have these
   *     alone
   */
  Copiers(MetricRegistry to, InsideLoader inside, Complaints complaints, String nativeBuckets) {
    this.to = to;
    this.inside = inside;
    this.complaints = complaints;
    this.nativeBuckets = nativeBuckets;
  }

  /**
   * A copier of a registry.
   *
   * @throws IllegalStateException if the room {@code bridge} does not fit the application's classes
   */
  Runnable of(Object registry) {
    Class<?> registryClass = registry.getClass();
    BridgeLoader bridge =
        bridges.computeIfAbsent(
            registryClass.getClassLoader(), loader -> new BridgeLoader(loader, inside));
    try {
      Class<?> copierClass = bridge.loadClass(RegistryCopier.class.getName());
      Constructor<?> constructor =
          copierClass.getConstructor(
              bridge.loadClass("io.prometheus.metrics.model.registry.PrometheusRegistry"),
              MetricRegistry.class,
              GaugeModeRules.class,
              Consumer.class);
      Consumer<String> note = complaints::note;
      Object copier = constructor.newInstance(registry, to, DefaultGaugeModes.RULES, note);
      if (nativeBuckets.equals("off")) {
        copierClass.getMethod("classicOnly", String.class).invoke(copier, "*");
      }
      Method copy = copierClass.getMethod("copy");
      return () -> call(copier, copy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't copy a registry: class=" + registryClass, e);
    }
  }

  private static void call(Object copier, Method copy) {
    try {
      copy.invoke(copier);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a public method of a public class", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("registry can't be copied: " + e.getCause(), e);
    }
  }
}
