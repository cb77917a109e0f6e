package dev.tallyman.monitoring;

/** The dashboard on workers that come and go, scraped as Prometheus does by default. */
final class DashboardIT extends DashboardContract {

  DashboardIT() {
    super(WorkerFleet.start());
  }
}
