package dev.tallyman.cli;

import dev.tallyman.supervisor.ChildPlan;
import dev.tallyman.supervisor.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dashboard API.
 *
 * @param listener where all its workers listen
 */
record DashboardProgram(Fleet.Listener listener) implements WorkerProgram {
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
        Fleet.workersPatience(graceMillis));
  }

  @Override
  public Optional<Service> service() {
    return Optional.of(new Service("dashboard", listener));
  }

  @Override
  public void check(Map<String, String> environment) {
    // It is this program.
  }
}
