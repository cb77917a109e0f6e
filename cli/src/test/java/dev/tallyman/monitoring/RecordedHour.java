package dev.tallyman.monitoring;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A real Prometheus that remembers an hour of HTTP calls which nobody had to wait for: they are
 * written into its storage before it starts.
 *
 * <p>Threading: safe for all threads.
 */
final class RecordedHour implements AutoCloseable {
  /** A name that would run as a script if it were taken for markup. */
  static final String HOSTILE = "/<img src=x onerror=window.hit=true>";

  private static final int STEP_SECONDS = 15;
  private static final int STEPS = 240;
  private static final List<String> ENDPOINTS =
      List.of("/api/v1/endpoints", "/api/v1/trees/{id}", HOSTILE);
  private static final double[] BOUNDS = {0.05, 0.25, 1, 4};

  private final PeerServer server;
  private final Instant end;

  private RecordedHour(PeerServer server, Instant end) {
    this.server = server;
    this.end = end;
  }

  static RecordedHour start() {
    Instant end = Instant.now().minusSeconds(STEP_SECONDS);
    PeerProgram promtool = PeerProgram.named("promtool", "prometheus");
    PeerServer server =
        PeerServer.start(
            PeerProgram.named("prometheus", "prometheus"),
            (directory, hostAndPort) -> {
              Path data = directory.resolve("data");
              Path recorded = Files.writeString(directory.resolve("recorded.om"), samples(end));
              PeerProgram.Outcome written =
                  promtool.run(
                      directory,
                      List.of(
                          "tsdb",
                          "create-blocks-from",
                          "openmetrics",
                          recorded.toString(),
                          data.toString()));
              if (written.exitCode() != 0) {
                throw new AssertionError(written.output() + written.errors());
              }
              Path config = Files.writeString(directory.resolve("prometheus.yml"), "global: {}\n");
              return List.of(
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + data,
                  "--web.listen-address=" + hostAndPort);
            });
    return new RecordedHour(server, end);
  }

  URI address() {
    return server.address();
  }

  /** Its first sample. */
  Instant from() {
    return end.minusSeconds((long) STEPS * STEP_SECONDS);
  }

  /** Its last sample. */
  Instant to() {
    return end;
  }

  @Override
  public void close() {
    server.close();
  }

  /** In OpenMetrics, series by series. */
  private static String samples(Instant end) {
    Recording recording = new Recording(new StringBuilder(), end);
    recording.family("http_requests", "counter");
    for (int nth = 0; nth < ENDPOINTS.size(); nth++) {
      int each = nth;
      recording.series(
          "http_requests_total",
          nth,
          ",status=\"200\"",
          step -> calls(each, step) - failed(each, step));
      recording.series("http_requests_total", nth, ",status=\"500\"", step -> failed(each, step));
    }
    recording.family("http_request_duration_seconds", "histogram");
    for (int nth = 0; nth < ENDPOINTS.size(); nth++) {
      recording.histogram("http_request_duration_seconds", nth);
    }
    return recording.text.append("# EOF\n").toString();
  }

  private record Recording(StringBuilder text, Instant end) {
    void family(String name, String type) {
      text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void histogram(String name, int nth) {
      for (int bucket = 0; bucket < BOUNDS.length; bucket++) {
        double share = (bucket + 1.0) / (BOUNDS.length + nth);
        series(
            name + "_bucket",
            nth,
            ",le=\"" + BOUNDS[bucket] + "\"",
            step -> Math.floor(calls(nth, step) * share));
      }
      series(name + "_bucket", nth, ",le=\"+Inf\"", step -> calls(nth, step));
      series(name + "_count", nth, "", step -> calls(nth, step));
      series(name + "_sum", nth, "", step -> calls(nth, step) * 0.125 * (nth + 1));
    }

    void series(String name, int nth, String label, IntToDoubleFunction atStep) {
      for (int step = 0; step <= STEPS; step++) {
        long time = end.getEpochSecond() - (long) (STEPS - step) * STEP_SECONDS;
        text.append(name)
            .append("{method=\"GET\",endpoint=\"")
            .append(ENDPOINTS.get(nth))
            .append('"')
            .append(label)
            .append("} ")
            .append(atStep.applyAsDouble(step))
            .append(' ')
            .append(time)
            .append('\n');
      }
    }
  }

  /** It goes up and down a little, or a chart of it would be dull. */
  private static double calls(int nth, int step) {
    return Math.rint((step * 10 + 40 * (1 - Math.cos(step / 9.0))) * (ENDPOINTS.size() - nth));
  }

  private static double failed(int nth, int step) {
    return Math.floor(step * nth / 4.0);
  }
}
