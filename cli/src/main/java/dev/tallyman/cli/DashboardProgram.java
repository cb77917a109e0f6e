package dev.tallyman.cli;

import dev.tallyman.dashboard.DashboardConfig;
import dev.tallyman.supervisor.ChildPlan;
import dev.tallyman.supervisor.RefusedException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dashboard API.
 *
 * @param listener where all its workers listen
 * @param prometheus whom they ask what the metrics were, if not the aggregator
 */
record DashboardProgram(Fleet.Listener listener, Input prometheus) implements WorkerProgram {
  @Override
  public ChildPlan.Kin kin() {
    return ChildPlan.Kin.OURS;
  }

  @Override
  public List<String> command(Map<String, String> environment, long graceMillis)
      throws RefusedException {
    return OwnProgram.supervised(
        environment,
        OwnProgram.QUICK_START,
        SupervisedMain.DASHBOARD,
        listener.host().required(),
        Integer.toString(listener.port().port()),
        Fleet.workersPatience(graceMillis),
        Long.toString(ProcessHandle.current().pid()));
  }

  @Override
  public Map<String, String> settings() throws RefusedException {
    URI address = PrometheusFlag.address(prometheus);
    return address == null ? Map.of() : Map.of(DashboardConfig.PROMETHEUS, address.toString());
  }

  @Override
  public boolean acceptsFromOneSocket() {
    return true;
  }

  @Override
  public Optional<Service> service() {
    return Optional.of(new Service("dashboard", listener));
  }

  @Override
  public void check(Map<String, String> environment) throws RefusedException {
    // Nothing else can be wrong: it is this program.
    Map<String, String> unused = settings();
  }
}
