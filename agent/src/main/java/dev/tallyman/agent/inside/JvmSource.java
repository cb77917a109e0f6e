package dev.tallyman.agent.inside;

import dev.tallyman.bridge.DefaultGaugeModes;
import dev.tallyman.bridge.RegistryCopier;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the JVM and the process, as client_java has them. Micrometer has some under the same
 * names with other labels, and the application's own go first; so where Micrometer is in sight,
 * these wait for its metrics of the JVM a while.
 *
 * <p>Threading: one thread at a time.
 */
final class JvmSource {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final String MICROMETER = "io/micrometer/core/instrument/Metrics.class";

  /** What Micrometer has too, in the order in which it begins with them. */
  private static final List<String> OF_BOTH =
      List.of(
          "jvm_memory_used_bytes",
          "jvm_memory_committed_bytes",
          "jvm_memory_max_bytes",
          "process_start_time_seconds");

  private static final String MICROMETER_JAR = "micrometer-core-";

  private final MetricRegistry to;
  private final Complaints complaints;
  private final boolean asked;
  private final long since = System.nanoTime();
  private boolean waiting;
  private @Nullable RegistryCopier copier;

  private JvmSource(boolean asked, MetricRegistry to, Complaints complaints) {
    this.asked = asked;
    this.waiting = asked && isMicrometerInSight();
    this.to = to;
    this.complaints = complaints;
  }

  static JvmSource of(String option, MetricRegistry to, Complaints complaints) {
    return new JvmSource(!option.equals("off"), to, complaints);
  }

  /** What it waits for will never be. */
  void waitNoLonger() {
    waiting = false;
  }

  void record() {
    waiting = waiting && System.nanoTime() - since < PATIENCE_NANOS && !hasTheOthers();
    if (!asked || waiting) {
      return;
    }
    if (copier == null) {
      PrometheusRegistry jvm = new PrometheusRegistry();
      JvmMetrics.builder().register(jvm);
      copier = new RegistryCopier(jvm, to, DefaultGaugeModes.RULES, complaints::note);
      if (hasTheOthers()) {
        // It may have got to the first of them only.
        copier.leaveOut(OF_BOTH);
      }
    }
    copier.copy();
  }

  private boolean hasTheOthers() {
    return to.read().stream()
        .map(FamilyView::family)
        .anyMatch(family -> OF_BOTH.contains(family.name()));
  }

  /**
   * On the class path, or in a jar within the jar that the application is, as Spring Boot has it.
   */
  private static boolean isMicrometerInSight() {
    return ClassLoader.getSystemResource(MICROMETER) != null
        || isWithin(System.getProperty("java.class.path", ""));
  }

  private static boolean isWithin(String classPath) {
    if (classPath.contains(File.pathSeparator) || !new File(classPath).isFile()) {
      return false;
    }
    try (JarFile application = new JarFile(classPath)) {
      return application.stream().anyMatch(entry -> entry.getName().contains(MICROMETER_JAR));
    } catch (IOException e) {
      return false;
    }
  }
}
