package dev.tallyman.cli;

import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.metrics.MetricsConfig;
import dev.tallyman.supervisor.ChildPlan;
import dev.tallyman.supervisor.Endpoint;
import dev.tallyman.supervisor.FleetPlan;
import dev.tallyman.supervisor.Preflight;
import dev.tallyman.supervisor.RefusedException;
import dev.tallyman.supervisor.Timings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code up} was asked to run, as processes.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: what would fail once started is refused when the plan is made.
 *
 * @param aggregator where the aggregator listens
 * @param workers what the workers run
 * @param recording what they record, and into what
 * @param environment this process's own, which the children inherit
 */
record Fleet(
    Listener aggregator, Workers workers, Recording recording, Map<String, String> environment) {

  /**
   * Where a server listens.
   *
   * @param host the address to bind
   * @param port the port
   */
  record Listener(Input host, Input port) {
    Address address() throws RefusedException {
      return Address.of(host.required(), port.port());
    }

    void check() throws RefusedException {
      Preflight.requireKnownHost(host.asked(), host.required());
      Preflight.requireFreePort(port.asked(), host.required(), port.port());
    }
  }

  /**
   * What the workers run.
   *
   * @param count how many
   * @param command the program and its arguments; if there is none, dashboard workers
   * @param dashboards where these listen, all of them
   * @param graceMillis how long a worker may take to end
   */
  record Workers(int count, List<String> command, Listener dashboards, long graceMillis) {
    boolean areDashboards() {
      return command.isEmpty();
    }
  }

  /**
   * What the workers record.
   *
   * @param directory the tally files
   * @param archive the archive of the dead
   * @param maxSeries for each worker
   * @param token what scrapes must show, if anything
   */
  record Recording(Input directory, ArchiveFlags.Archiving archive, int maxSeries, Input token) {}

  /** The plan, once all that can be known beforehand is known to be right. */
  FleetPlan plan() throws RefusedException {
    check();
    Map<String, String> shared = sharedEnvironment();
    Map<String, String> ofAggregator = new HashMap<>(shared);
    ofAggregator.putAll(recording.archive().toEnvironment());
    ChildPlan aggregatorPlan =
        new ChildPlan(
            "aggregator",
            OwnProgram.supervised(environment, OwnProgram.FULL_SPEED, SupervisedMain.AGGREGATOR),
            ofAggregator,
            ChildPlan.Kin.OURS);
    List<ChildPlan> workerPlans = new ArrayList<>();
    for (int i = 1; i <= workers.count(); i++) {
      workerPlans.add(worker("worker-" + i, shared));
    }
    return new FleetPlan(
        aggregatorPlan, workerPlans, endpoints(), Timings.withGrace(workers.graceMillis()));
  }

  private void check() throws RefusedException {
    Input port = workers.dashboards().port();
    if (workers.areDashboards() && port.port() == aggregator.port().port()) {
      throw new RefusedException(port.asked() + " is the aggregator's port");
    }
    Preflight.requireWritableDirectory(recording.directory().asked(), recording.directory().path());
    recording.archive().requireWritable();
    if (!workers.areDashboards()) {
      Preflight.requireProgram(workers.command(), environment.getOrDefault("PATH", ""));
    }
    aggregator.check();
    if (workers.areDashboards()) {
      workers.dashboards().check();
    }
    recording.archive().requireUnheld();
  }

  private ChildPlan worker(String name, Map<String, String> shared) throws RefusedException {
    Map<String, String> own = new HashMap<>(shared);
    own.put(
        MetricsConfig.WORKER_NAME,
        Input.variable(MetricsConfig.WORKER_NAME, environment).orDefault(name).required());
    if (!workers.areDashboards()) {
      return new ChildPlan(name, workers.command(), own, ChildPlan.Kin.THEIRS);
    }
    Listener dashboards = workers.dashboards();
    List<String> command =
        OwnProgram.supervised(
            environment,
            OwnProgram.QUICK_START,
            SupervisedMain.DASHBOARD,
            dashboards.host().required(),
            Integer.toString(dashboards.port().port()),
            // Sooner than the supervisor loses its patience.
            Long.toString(Math.max(0, workers.graceMillis() / 1_000 - 1)));
    return new ChildPlan(name, command, own, ChildPlan.Kin.OURS);
  }

  private Map<String, String> sharedEnvironment() throws RefusedException {
    Map<String, String> shared = new HashMap<>();
    shared.put(MetricsConfig.ENABLED, "true");
    shared.put(MetricsConfig.DIRECTORY, recording.directory().path().toAbsolutePath().toString());
    shared.put(MetricsConfig.MAX_SERIES, Integer.toString(recording.maxSeries()));
    shared.put(AggregatorConfig.HOST, aggregator.host().required());
    shared.put(AggregatorConfig.PORT, Integer.toString(aggregator.port().port()));
    if (recording.token().text() != null) {
      shared.put(AggregatorConfig.TOKEN, recording.token().required());
    }
    return shared;
  }

  private List<Endpoint> endpoints() throws RefusedException {
    Address metrics = aggregator.address();
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(new Endpoint("metrics", metrics.shown("/metrics/"), metrics.local("/-/ready")));
    if (workers.areDashboards()) {
      Address dashboards = workers.dashboards().address();
      endpoints.add(new Endpoint("dashboard", dashboards.shown("/"), dashboards.local("/health")));
    }
    return endpoints;
  }
}
