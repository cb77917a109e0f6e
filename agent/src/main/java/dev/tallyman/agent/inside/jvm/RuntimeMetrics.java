package dev.tallyman.agent.inside.jvm;

import dev.tallyman.metrics.Info;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * The JVM itself: which one it is, its classes and its compiler.
 *
 * <p>Threading: one thread at a time.
 */
final class RuntimeMetrics implements Runnable {
  private static final String INFO = "jvm_runtime";

  private final Families families;
  private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
  private final @Nullable CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
  private final JvmGauge classesNow;
  private final JvmCounter classesLoaded;
  private final JvmCounter classesUnloaded;
  private final JvmCounter compilationSeconds;
  private boolean said;

  RuntimeMetrics(Families to) {
    this.families = to;
    this.classesNow =
        to.gauge(
            "jvm_classes_currently_loaded",
            "The number of classes that are currently loaded in the JVM");
    this.classesLoaded =
        to.counter(
            "jvm_classes_loaded",
            "The total number of classes that have been loaded since the JVM has started"
                + " execution");
    this.classesUnloaded =
        to.counter(
            "jvm_classes_unloaded",
            "The total number of classes that have been unloaded since the JVM has started"
                + " execution");
    this.compilationSeconds =
        to.counter(
            "jvm_compilation_time_seconds",
            "The total time in seconds taken for HotSpot class compilation");
  }

  @Override
  public void run() {
    classesNow.set(classes.getLoadedClassCount());
    classesLoaded.advanceTo(classes.getTotalLoadedClassCount());
    classesUnloaded.advanceTo(classes.getUnloadedClassCount());
    if (compilation != null && compilation.isCompilationTimeMonitoringSupported()) {
      compilationSeconds.advanceTo(compilation.getTotalCompilationTime() / 1e3);
    }
    if (!said) {
      said = true;
      sayWhichOne();
    }
  }

  private void sayWhichOne() {
    Info info =
        families.register(
            INFO,
            Info.builder()
                .name(INFO)
                .help("JVM runtime info")
                .labelNames("runtime", "vendor", "version"));
    if (info != null) {
      info.setLabelValues(
          System.getProperty("java.runtime.name", "unknown"),
          System.getProperty("java.vm.vendor", "unknown"),
          System.getProperty("java.runtime.version", "unknown"));
    }
  }
}
