package dev.tallyman.examples.chedweb;

import dev.tallyman.instrumentation.camera.CameraMetrics;
import dev.tallyman.instrumentation.control.ControlMetrics;
import dev.tallyman.instrumentation.errors.ErrorMetrics;
import dev.tallyman.instrumentation.motion.MotionDriverMetrics;
import dev.tallyman.instrumentation.webrtc.WebRtcMetrics;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import java.util.List;

/** What one worker records, and what that is by now. */
final class Recorded {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  final ErrorMetrics errors = ErrorMetrics.register(registry, "");
  final MotionDriverMetrics motion = MotionDriverMetrics.register(registry);
  final ControlMetrics control = ControlMetrics.register(registry);
  final CameraMetrics camera = CameraMetrics.register(registry);
  final WebRtcMetrics webRtc = WebRtcMetrics.register(registry);

  MotionDriver.Metrics driver() {
    return new MotionDriver.Metrics(motion, control, errors);
  }

  /** The value of a series, 0 if there is none. */
  double value(String name, String... labels) {
    return registry.read().stream()
        .filter(view -> isCalled(view, name))
        .flatMap(view -> view.series().stream())
        .filter(series -> series.labels().values().equals(List.of(labels)))
        .mapToDouble(series -> series.value())
        .sum();
  }

  private static boolean isCalled(FamilyView view, String name) {
    return name.equals(view.family().name()) || name.equals(view.family().name() + "_total");
  }
}
