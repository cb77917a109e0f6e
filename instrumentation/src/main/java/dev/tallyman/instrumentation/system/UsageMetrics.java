package dev.tallyman.instrumentation.system;

import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;

/**
 * What is used of a host: {@code system_memory_usage_bytes}, its memory, and {@code
 * system_disk_usage_bytes}, what the files in an application's temporary directories take.
 *
 * <pre>{@code
 * UsageMetrics usage =
 *     UsageMetrics.register(MetricRegistry.defaultRegistry(), "", uploads, results);
 * Sampling sampling = Sampling.every(Duration.ofSeconds(30), usage::sample);
 * }</pre>
 *
 * <p>A sample walks through the directories.
 *
 * <p>Gauge mode: all workers see the same host and the same directories, so it is what a live
 * worker saw last ({@link GaugeMode#LIVEMOSTRECENT}): nothing is counted once for each of them.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when sampling: what can't be read is logged once and keeps its last value; a
 * directory or a file that is gone takes nothing. Registering fails as any metric does.
 */
public final class UsageMetrics {
  private final GlobalMemory memory = new SystemInfo().getHardware().getMemory();
  private final List<Path> directories;
  private final Attempts memoryAttempts = new Attempts("the host's memory");
  private final Attempts diskAttempts;
  private final Gauge memoryUsage;
  private final Gauge diskUsage;

  private UsageMetrics(MetricRegistry registry, String prefix, List<Path> directories) {
    this.directories = directories;
    this.diskAttempts = new Attempts("the directories " + directories);
    this.memoryUsage =
        gauge(prefix + "system_memory_usage_bytes", "The host's memory in use.", registry);
    this.diskUsage =
        gauge(
            prefix + "system_disk_usage_bytes",
            "What files in the application's temporary directories take.",
            registry);
  }

  /**
   * The metrics with a prefix to their names.
   *
   * @param directories the temporary directories
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static UsageMetrics register(MetricRegistry registry, String prefix, Path... directories) {
    return new UsageMetrics(registry, prefix, List.of(directories));
  }

  /** Reads what is used, and sets the gauges. */
  public synchronized void sample() {
    memoryAttempts.run(() -> memoryUsage.set((double) (memory.getTotal() - memory.getAvailable())));
    diskAttempts.run(
        () -> {
          SizeOfFiles size = new SizeOfFiles();
          for (Path directory : directories) {
            Files.walkFileTree(directory, size);
          }
          diskUsage.set((double) size.bytes);
        });
  }

  private static Gauge gauge(String name, String help, MetricRegistry registry) {
    return Gauge.builder()
        .name(name)
        .help(help)
        .unit("bytes")
        .multiprocessMode(GaugeMode.LIVEMOSTRECENT)
        .register(registry);
  }

  /** Adds files up. Workers delete them meanwhile, so what is gone is no failure. */
  private static final class SizeOfFiles extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.isRegularFile() ? attributes.size() : 0;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (Files.notExists(file)) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null && Files.exists(directory)) {
        throw failure;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
