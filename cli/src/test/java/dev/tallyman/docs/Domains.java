package dev.tallyman.docs;

import dev.tallyman.aggregator.OwnFamilies;
import dev.tallyman.instrumentation.application.ApplicationInfo;
import dev.tallyman.instrumentation.caches.CacheMetrics;
import dev.tallyman.instrumentation.caches.CacheScope;
import dev.tallyman.instrumentation.camera.CameraMetrics;
import dev.tallyman.instrumentation.cleanup.CleanupMetrics;
import dev.tallyman.instrumentation.control.ControlMetrics;
import dev.tallyman.instrumentation.database.DatabaseMetrics;
import dev.tallyman.instrumentation.database.QueryTimes;
import dev.tallyman.instrumentation.errors.ErrorMetrics;
import dev.tallyman.instrumentation.http.HttpMetrics;
import dev.tallyman.instrumentation.jobs.JobMetrics;
import dev.tallyman.instrumentation.jobs.JobSettings;
import dev.tallyman.instrumentation.models.ModelCallMetrics;
import dev.tallyman.instrumentation.motion.MotionDriverMetrics;
import dev.tallyman.instrumentation.sessions.SessionMetrics;
import dev.tallyman.instrumentation.system.HostMetrics;
import dev.tallyman.instrumentation.system.ProcessMetrics;
import dev.tallyman.instrumentation.system.ProcessScope;
import dev.tallyman.instrumentation.system.UsageMetrics;
import dev.tallyman.instrumentation.tasks.QueueScope;
import dev.tallyman.instrumentation.tasks.TaskMetrics;
import dev.tallyman.instrumentation.tools.ToolMetrics;
import dev.tallyman.instrumentation.transfers.DownloadMetrics;
import dev.tallyman.instrumentation.transfers.UploadMetrics;
import dev.tallyman.instrumentation.webrtc.WebRtcMetrics;
import java.util.List;
import java.util.Map;

/** Everything that the project measures, part by part. */
final class Domains {
  private Domains() {}

  static List<Domain> ofInstrumentation() {
    return List.of(
        Domain.of("http", registry -> HttpMetrics.register(registry).withErrors().withInProgress()),
        Domain.of("transfers", UploadMetrics::register, DownloadMetrics::register),
        Domain.of(
            "jobs",
            JobMetrics::register,
            registry ->
                JobMetrics.register(
                    registry, JobSettings.DEFAULT.withQueue(JobSettings.Queue.SHARED))),
        Domain.of("cleanup", CleanupMetrics::register),
        Domain.of("tools", ToolMetrics::register),
        Domain.of(
            "database", DatabaseMetrics::register, registry -> QueryTimes.register(registry, "")),
        Domain.of(
            "tasks",
            TaskMetrics::register,
            registry ->
                TaskMetrics.register(registry, TaskMetrics.DEFAULT_PREFIX, QueueScope.SHARED)),
        Domain.of(
            "caches",
            CacheMetrics::register,
            registry -> CacheMetrics.register(registry, "", CacheScope.SHARED)),
        Domain.of("sessions", registry -> SessionMetrics.register(registry, "")),
        Domain.of("models", ModelCallMetrics::register),
        Domain.of("webrtc", WebRtcMetrics::register),
        Domain.of("camera", CameraMetrics::register),
        Domain.of("motion", MotionDriverMetrics::register),
        Domain.of("control", ControlMetrics::register),
        Domain.of("errors", registry -> ErrorMetrics.register(registry, "")),
        Domain.of(
            "application",
            registry ->
                ApplicationInfo.show(
                    registry, "app_info", Map.of("name", "x", "version", "x", "description", "x"))),
        Domain.of(
            "system",
            ProcessMetrics::register,
            registry -> ProcessMetrics.register(registry, "", ProcessScope.EACH),
            HostMetrics::register,
            registry -> UsageMetrics.register(registry, "")));
  }

  static Domain ofTheAggregator() {
    return new Domain("aggregator", OwnFamilies.all());
  }
}
