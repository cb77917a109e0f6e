package dev.tallyman.examples.data20;

import dev.tallyman.examples.service.ExampleSystem;
import dev.tallyman.examples.service.Reply;
import dev.tallyman.examples.service.Worker;
import dev.tallyman.examples.visitors.Visitor;
import dev.tallyman.instrumentation.caches.CacheMetrics;
import dev.tallyman.instrumentation.database.DatabaseMetrics;
import dev.tallyman.instrumentation.http.HttpMetrics;
import dev.tallyman.instrumentation.system.HostMetrics;
import dev.tallyman.instrumentation.system.Sampling;
import dev.tallyman.instrumentation.tasks.TaskMetrics;
import dev.tallyman.instrumentation.tools.ToolMetrics;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Tools for a base of notes: {@code GET /api/tools} lists them, {@code POST /api/run} runs one, and
 * what need not be waited for is left to background tasks.
 */
public final class Data20 implements ExampleSystem {
  private static final Duration SAMPLING = Duration.ofSeconds(5);
  private static final Duration RENEWING = Duration.ofSeconds(2);
  private static final Duration PURGING = Duration.ofSeconds(10);

  @Override
  public void open(Worker worker) throws IOException, SQLException {
    MetricRegistry registry = worker.registry();
    Database database =
        worker.closing(Database.open(worker.directory(), DatabaseMetrics.register(registry)));
    Notes.prepare(database, worker.directory());
    CacheMetrics caches = CacheMetrics.register(registry);

    Tasks tasks = new Tasks(database, TaskMetrics.register(registry), Clock.systemUTC());
    worker.closing(tasks::finish);
    Graph graph = new Graph(database, tasks, worker.directory());
    Mailing mailing = new Mailing(database, tasks, new SimulatedMailServer());
    Search search = new Search(database, caches);
    Runs runs = new Runs(database, tasks);
    Toolbox tools =
        new Toolbox(ToolMetrics.register(registry), runs, caches)
            .add("build_graph", "Links the notes of a topic", graph::build)
            .add("search", "Finds notes by a word", search::find)
            .add("statistics", "Counts notes, of the archive too if asked", search::statistics)
            .add("publish", "Mails a topic to its readers", mailing::publish);

    worker.every(SAMPLING, "looking at pool and caches", () -> sample(database, search, tools));
    worker.every(RENEWING, "looking after tasks", tasks::lookAfter);
    worker.every(PURGING, "asking for a purge", runs::askForPurge);
    HostMetrics host = HostMetrics.register(registry, "", worker.directory());
    worker.closing(Sampling.every(SAMPLING, host::sample));

    worker
        .routes()
        .add("GET", "/", call -> Reply.json(Map.of("service", "data20", "version", "5.3.2")))
        .add("GET", "/api/tools", call -> tools.list())
        .add("POST", "/api/run", call -> tools.run(call.text()))
        .add("GET", "/api/runs", call -> Reply.json(runs.latest()));
    worker.recordRequestsWith(HttpMetrics.register(registry).withErrors());
  }

  private static void sample(Database database, Search search, Toolbox tools) {
    database.sampleIdle();
    search.sampleCache();
    tools.sampleCache();
  }

  @Override
  public List<Visitor> visitors() {
    return Data20Visitors.all();
  }
}
