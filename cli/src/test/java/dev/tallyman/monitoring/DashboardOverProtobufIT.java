package dev.tallyman.monitoring;

/** The same with native histograms on, when Prometheus asks for protobuf instead of text. */
final class DashboardOverProtobufIT extends DashboardContract {

  DashboardOverProtobufIT() {
    super(WorkerFleet.start(), "native-histograms");
  }
}
