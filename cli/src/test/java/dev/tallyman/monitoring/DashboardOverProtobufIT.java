package dev.tallyman.monitoring;

import org.junit.jupiter.api.Tag;

/** The same with native histograms on, when Prometheus asks for protobuf instead of text. */
@Tag("slow")
final class DashboardOverProtobufIT extends DashboardContract {

  DashboardOverProtobufIT() {
    super(WorkerFleet.start(), "native-histograms");
  }
}
