package dev.tallyman.cli;

import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.MetricsConfig;
import dev.tallyman.supervisor.ChildPlan;
import dev.tallyman.supervisor.Endpoint;
import dev.tallyman.supervisor.FleetPlan;
import dev.tallyman.supervisor.Preflight;
import dev.tallyman.supervisor.RefusedException;
import dev.tallyman.supervisor.SharedListener;
import dev.tallyman.supervisor.Timings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code up} or {@code demo} was asked to run, as processes.
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
   * The workers.
   *
   * @param count how many
   * @param program what each of them runs
   * @param graceMillis how long a worker may take to end
   */
  record Workers(int count, WorkerProgram program, long graceMillis) {}

  /**
   * What the workers record.
   *
   * @param directory the tally files
   * @param archive the archive of the dead
   * @param history how much of the past is kept
   * @param gaugeModes modes that gauges have at the aggregator
   * @param maxSeries for each worker
   * @param token what scrapes must show, if anything
   */
  record Recording(
      Input directory,
      ArchiveFlags.Archiving archive,
      HistoryRules history,
      GaugeModesFlag.Asked gaugeModes,
      int maxSeries,
      Input token) {}

  /** The plan, once all that can be known beforehand is known to be right. */
  FleetPlan plan() throws RefusedException {
    check();
    ChildPlan.Kin kin = kinOfWorkers();
    Map<String, String> shared = sharedEnvironment();
    Map<String, String> ofAggregator = new HashMap<>(shared);
    ofAggregator.putAll(recording.archive().toEnvironment());
    ofAggregator.putAll(HistoryFlags.toEnvironment(recording.history()));
    ofAggregator.putAll(recording.gaugeModes().toEnvironment());
    ChildPlan aggregatorPlan =
        new ChildPlan(
            "aggregator",
            OwnProgram.supervised(environment, OwnProgram.FULL_SPEED, SupervisedMain.AGGREGATOR),
            ofAggregator,
            ChildPlan.Kin.OURS);
    List<ChildPlan> workerPlans = new ArrayList<>();
    for (int i = 1; i <= workers.count(); i++) {
      workerPlans.add(worker("worker-" + i, kin, shared));
    }
    workerPlans.addAll(workers.program().companions(environment));
    return new FleetPlan(
        aggregatorPlan, workerPlans, endpoints(), Timings.withGrace(workers.graceMillis()));
  }

  private void check() throws RefusedException {
    Optional<WorkerProgram.Service> service = workers.program().service();
    if (service.isPresent()) {
      Input port = service.get().listener().port();
      if (port.port() == aggregator.port().port()) {
        throw new RefusedException(port.asked() + " is the aggregator's port");
      }
    }
    Preflight.requireWritableDirectory(recording.directory().asked(), recording.directory().path());
    recording.archive().requireWritable();
    workers.program().check(environment);
    aggregator.check();
    if (service.isPresent()) {
      service.get().listener().check();
    }
    recording.archive().requireUnheld();
    Path tallies = recording.directory().path();
    Unheld.require(recording.directory().asked(), () -> Aggregator.requireUnheld(tallies));
  }

  /** Where one socket can be shared, it listens from here on. */
  private ChildPlan.Kin kinOfWorkers() throws RefusedException {
    WorkerProgram program = workers.program();
    Optional<WorkerProgram.Service> service = program.service();
    if (service.isPresent() && program.acceptsFromOneSocket()) {
      Listener listener = service.get().listener();
      if (SharedListener.open(listener.host().required(), listener.port().port())) {
        return ChildPlan.Kin.OURS_LISTENING;
      }
    }
    return program.kin();
  }

  private ChildPlan worker(String name, ChildPlan.Kin kin, Map<String, String> shared)
      throws RefusedException {
    Map<String, String> own = new HashMap<>(shared);
    own.put(
        MetricsConfig.WORKER_NAME,
        Input.variable(MetricsConfig.WORKER_NAME, environment).orDefault(name).required());
    WorkerProgram program = workers.program();
    own.putAll(program.settings());
    return new ChildPlan(name, program.command(environment, workers.graceMillis()), own, kin);
  }

  /** For how long a worker of ours waits for its requests: the supervisor is more patient. */
  static String workersPatience(long graceMillis) {
    return Long.toString(Math.max(0, graceMillis / 1_000 - 1));
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
    Optional<WorkerProgram.Service> service = workers.program().service();
    if (service.isPresent()) {
      Address address = service.get().listener().address();
      String label = service.get().label();
      endpoints.add(new Endpoint(label, address.shown("/"), address.local("/health")));
    }
    return endpoints;
  }
}
