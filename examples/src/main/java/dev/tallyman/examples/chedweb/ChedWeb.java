package dev.tallyman.examples.chedweb;

import dev.tallyman.examples.service.ExampleSystem;
import dev.tallyman.examples.service.Worker;
import dev.tallyman.examples.visitors.Visitor;
import dev.tallyman.instrumentation.application.ApplicationInfo;
import dev.tallyman.instrumentation.camera.CameraMetrics;
import dev.tallyman.instrumentation.control.ControlMetrics;
import dev.tallyman.instrumentation.errors.ErrorMetrics;
import dev.tallyman.instrumentation.http.HttpMetrics;
import dev.tallyman.instrumentation.motion.MotionDriverMetrics;
import dev.tallyman.instrumentation.system.ProcessMetrics;
import dev.tallyman.instrumentation.system.ProcessScope;
import dev.tallyman.instrumentation.system.Sampling;
import dev.tallyman.instrumentation.webrtc.WebRtcMetrics;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A robot with a camera, steered over WebRTC. */
public final class ChedWeb implements ExampleSystem {
  private static final String PREFIX = "chedweb_";
  private static final Duration SAMPLES = Duration.ofSeconds(5);

  /** With it the driver shows within seconds all that can go wrong with it. */
  static final long PORT_SEED = 12_442;

  @Override
  public void open(Worker worker) throws IOException {
    MetricRegistry registry = worker.registry();
    ApplicationInfo.show(
        registry, PREFIX + "backend_info", Map.of("version", "1.0.0", "component", "backend"));
    ProcessMetrics process = ProcessMetrics.register(registry, PREFIX, ProcessScope.TOGETHER);
    worker.closing(Sampling.every(SAMPLES, process::sample));
    ErrorMetrics errors = ErrorMetrics.register(registry, PREFIX);

    WebRtcMetrics webRtc = WebRtcMetrics.register(registry, PREFIX);
    Path peerDirectory = directory(worker, "peers");
    Peers peers = new Peers(PeerFiles.in(peerDirectory, Clock.systemUTC()), webRtc, errors);
    peers.start(worker);
    Control control = control(worker, errors);
    worker
        .routes()
        .addWebSocket(
            "/api/datachannel",
            () -> new DataChannel(new DataChannel.Parts(peers, control, webRtc, errors)));

    CameraMetrics cameraMetrics = CameraMetrics.register(registry, PREFIX);
    Path cameraDirectory = directory(worker, "camera");
    SharedSettings settings = new SharedSettings(cameraDirectory, cameraMetrics);
    Camera camera = worker.closing(new Camera(cameraDirectory, settings, cameraMetrics, errors));
    camera.start(worker);

    new RobotApi(new RobotApi.Parts(peers, settings, camera, control, errors))
        .addTo(worker.routes());
    worker.recordRequestsWith(HttpMetrics.register(registry, PREFIX).withInProgress());
  }

  /** The motion driver, if this worker gets it, and the way to it in any case. */
  private static Control control(Worker worker, ErrorMetrics errors) throws IOException {
    MotionDriverMetrics motion = MotionDriverMetrics.register(worker.registry(), PREFIX);
    ControlMetrics control = ControlMetrics.register(worker.registry(), PREFIX);
    Path directory = directory(worker, "motion");
    MotionDriver driver =
        new MotionDriver(
            new SimulatedSerialPort(PORT_SEED), new MotionDriver.Metrics(motion, control, errors));
    worker.closing(new MotionDesk(directory, driver)).start(worker);
    return new Control(new MotionLink(directory, motion, errors), control, errors);
  }

  private static Path directory(Worker worker, String name) throws IOException {
    return Files.createDirectories(worker.directory().resolve(name));
  }

  @Override
  public List<Visitor> visitors() {
    return RobotVisitors.all();
  }
}
