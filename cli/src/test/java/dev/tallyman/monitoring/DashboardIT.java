package dev.tallyman.monitoring;

import org.junit.jupiter.api.Tag;

/** The dashboard on workers that come and go, scraped as Prometheus does by default. */
@Tag("slow")
final class DashboardIT extends DashboardContract {

  DashboardIT() {
    super(WorkerFleet.start());
  }
}
