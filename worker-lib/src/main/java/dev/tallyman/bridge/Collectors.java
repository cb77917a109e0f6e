package dev.tallyman.bridge;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The collectors of a registry, asked one by one: the registry itself gives up all of them when one
 * throws. It has no way to list them, so this looks into its fields, which have had these names
 * since the first release; where it may not, or they are others one day, it asks for all at once.
 *
 * <p>Threading: safe for all threads.
 */
final class Collectors {
  private static final Optional<Field> SINGLE = field("collectors");
  private static final Optional<Field> MULTI = field("multiCollectors");

  private final PrometheusRegistry registry;

  Collectors(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /** What they collect; whoever throws is handed over with what it throws. */
  List<MetricSnapshot> collect(BiConsumer<String, Throwable> failed) {
    List<MetricSnapshot> all = new ArrayList<>();
    if (SINGLE.isEmpty() || MULTI.isEmpty()) {
      trying(registry, any -> registry.scrape().forEach(all::add), failed);
      return all;
    }
    for (Object each : (Iterable<?>) valueOf(SINGLE.get())) {
      trying(each, any -> add(all, ((Collector) any).collect()), failed);
    }
    for (Object each : (Iterable<?>) valueOf(MULTI.get())) {
      trying(each, any -> ((MultiCollector) any).collect().forEach(all::add), failed);
    }
    return all;
  }

  private static void add(List<MetricSnapshot> all, @Nullable MetricSnapshot one) {
    if (one != null) {
      all.add(one);
    }
  }

  private static void trying(
      Object collector, Consumer<Object> work, BiConsumer<String, Throwable> failed) {
    try {
      work.accept(collector);
    } catch (Throwable e) { // Not Java alone throws what is not declared, and errors of its own.
      failed.accept(nameOf(collector), e);
    }
  }

  /** What it calls itself, else its class; a lambda's class has another number in every process. */
  @SuppressWarnings("deprecation") // Its successor is not in the releases that applications have.
  private static String nameOf(Object collector) {
    try {
      String name = collector instanceof Collector single ? single.getPrometheusName() : null;
      return name == null ? className(collector) : name;
    } catch (RuntimeException | LinkageError e) {
      return className(collector) + " (" + e.getClass().getSimpleName() + " when asked its name)";
    }
  }

  private static String className(Object collector) {
    return collector.getClass().getName().replaceFirst("\\$\\$Lambda.*", "'s lambda");
  }

  private Object valueOf(Field field) {
    try {
      return field.get(registry);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("field was opened: field=" + field, e);
    }
  }

  private static Optional<Field> field(String name) {
    try {
      Field field = PrometheusRegistry.class.getDeclaredField(name);
      boolean readable =
          Iterable.class.isAssignableFrom(field.getType()) && field.trySetAccessible();
      return readable ? Optional.of(field) : Optional.empty();
    } catch (NoSuchFieldException e) {
      return Optional.empty();
    }
  }
}
