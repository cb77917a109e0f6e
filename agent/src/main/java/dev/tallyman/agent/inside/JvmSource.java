package dev.tallyman.agent.inside;

import dev.tallyman.agent.inside.jvm.JvmParts;
import dev.tallyman.bridge.DefaultGaugeModes;
import dev.tallyman.bridge.RegistryCopier;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import io.prometheus.metrics.instrumentation.jvm.JvmNativeMemoryMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the JVM and the process. Micrometer has some under the same names with other labels,
 * and the application's own go first; so where Micrometer is in sight, these wait for its metrics
 * of the JVM a while.
 *
 * <p>Threading: one thread at a time.
 */
final class JvmSource implements Runnable {
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
  private @Nullable JvmParts parts;
  private @Nullable RegistryCopier nativeMemory;

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

  @Override
  public void run() {
    waiting = waiting && System.nanoTime() - since < PATIENCE_NANOS && !hasTheOthers();
    if (!asked || waiting) {
      return;
    }
    JvmParts jvm = parts();
    for (Runnable part : jvm.nextRound()) {
      complaints.guard("jvm", part);
    }
    if (nativeMemory != null) {
      nativeMemory.copy();
    }
  }

  private JvmParts parts() {
    JvmParts known = parts;
    if (known == null) {
      known = new JvmParts(to, complaints);
      if (hasTheOthers()) {
        // It may have got to the first of them only.
        known.leaveOut(OF_BOTH);
      }
      parts = known;
      if (isNativeMemoryTracked()) {
        PrometheusRegistry registry = new PrometheusRegistry();
        JvmNativeMemoryMetrics.builder().register(registry);
        nativeMemory = new RegistryCopier(registry, to, DefaultGaugeModes.RULES, complaints);
      }
    }
    return known;
  }

  /** To ask for it starts the MBean server, and few JVMs are told to keep track. */
  private static boolean isNativeMemoryTracked() {
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("-XX:NativeMemoryTracking=") && !argument.endsWith("=off")) {
        return true;
      }
    }
    return false;
  }

  private boolean hasTheOthers() {
    for (FamilyView view : to.read()) {
      if (OF_BOTH.contains(view.family().name())) {
        return true;
      }
    }
    return false;
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
