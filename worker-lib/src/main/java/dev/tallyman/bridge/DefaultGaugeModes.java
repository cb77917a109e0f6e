package dev.tallyman.bridge;

import static dev.tallyman.model.GaugeMode.LIVEALL;
import static dev.tallyman.model.GaugeMode.LIVEMAX;
import static dev.tallyman.model.GaugeMode.LIVEMOSTRECENT;
import static dev.tallyman.model.GaugeMode.LIVESUM;
import static dev.tallyman.model.GaugeMode.MAX;

import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.model.GaugeModeRules.Rule;
import java.util.List;

/**
 * The modes of gauges that applications have without saying how they merge: those of client_java's
 * and Micrometer's instrumentation. {@code docs/bridge.md} gives the reasons, row by row. A gauge
 * that no rule fits has {@link GaugeMode#ALL}, as any gauge.
 *
 * <p>Threading: immutable.
 */
public final class DefaultGaugeModes {
  /** The rules; put yours before them with {@link GaugeModeRules#with}. */
  public static final GaugeModeRules RULES =
      new GaugeModeRules(
          List.of(
              new Rule("process_start_time_seconds", LIVEALL),
              new Rule("process_uptime_seconds", LIVEALL),
              new Rule("process_cpu_usage", LIVEALL),
              new Rule("process_open_fds", LIVEALL),
              new Rule("process_max_fds", LIVEALL),
              new Rule("process_files_*", LIVEALL),
              new Rule("process_*_bytes", LIVESUM),
              new Rule("system_*", LIVEMOSTRECENT),
              new Rule("disk_*", LIVEMOSTRECENT),
              new Rule("jvm_threads_peak*", LIVEMAX),
              new Rule("jvm_threads_*", LIVESUM),
              new Rule("jvm_memory_usage_after_gc", LIVEMAX),
              new Rule("jvm_gc_overhead", LIVEMAX),
              new Rule("jvm_gc_*_data_size_bytes", LIVESUM),
              new Rule("jvm_memory_*", LIVESUM),
              new Rule("jvm_native_memory_*", LIVESUM),
              new Rule("jvm_buffer_*", LIVESUM),
              new Rule("jvm_classes_*", LIVESUM),
              new Rule("application_*_time_seconds", LIVEMAX),
              new Rule("*_timestamp_seconds", MAX),
              new Rule("*_active_seconds_count", LIVESUM),
              new Rule("*_active_seconds_sum", LIVESUM),
              new Rule("*_gcount", LIVESUM),
              new Rule("*_gsum", LIVESUM),
              new Rule("*_seconds_max", LIVEMAX),
              new Rule("*_max_seconds", LIVEMAX),
              new Rule("hikaricp_connections*", LIVESUM),
              new Rule("jdbc_connections_*", LIVESUM),
              new Rule("executor_*", LIVESUM),
              new Rule("tomcat_sessions_active_max_sessions", LIVEMAX),
              new Rule("tomcat_*", LIVESUM),
              new Rule("jetty_*", LIVESUM),
              new Rule("cache_size", LIVESUM),
              new Rule("jmx_scrape_*", LIVEMAX),
              new Rule("*_max", LIVEMAX)));

  private DefaultGaugeModes() {}
}
