package dev.tallyman.examples.kernelci;

import dev.tallyman.examples.service.Call;
import dev.tallyman.examples.service.ExampleSystem;
import dev.tallyman.examples.service.Reply;
import dev.tallyman.examples.service.Worker;
import dev.tallyman.examples.visitors.Visitor;
import dev.tallyman.instrumentation.http.HttpMetrics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Trees, builds, tests and hardware.
 *
 * <p>The comparison of two trees is slow, for it looks at every test; a tree that nobody built has
 * no newest build, which the route for it does not foresee: it answers 500.
 */
public final class KernelCi implements ExampleSystem {
  private static final int TESTS_SHOWN = 50;

  @Override
  public void open(Worker worker) throws SQLException {
    Results results = worker.closing(Results.create());
    worker.recordRequestsWith(HttpMetrics.register(worker.registry()));
    worker
        .routes()
        .add("GET", "/api/tree", call -> Reply.json(trees(results)))
        .add("GET", "/api/tree/{id}", call -> tree(results, call))
        .add("GET", "/api/tree/{id}/newest", call -> newest(results, call))
        .add("GET", "/api/tree/{id}/compare/{other}", call -> compare(results, call))
        .add("GET", "/api/build/{id}", call -> build(results, call))
        .add("GET", "/api/hardware/{name}", call -> hardware(results, call))
        .add("POST", "/api/search", call -> search(results, call));
  }

  private static List<Map<String, Object>> trees(Results results) throws SQLException {
    return results.rows(
        "SELECT t.id, t.name, t.branch, t.head, COUNT(b.id) AS builds FROM tree t"
            + " JOIN build b ON b.tree = t.id GROUP BY t.id ORDER BY t.name");
  }

  private static Reply tree(Results results, Call call) throws SQLException {
    List<Map<String, Object>> found =
        results.rows(
            "SELECT architecture, status, COUNT(*) AS builds, AVG(seconds) AS average_seconds"
                + " FROM build WHERE tree = ? GROUP BY architecture, status",
            number(call, "id"));
    return found.isEmpty() ? Reply.problem(404, "no such tree") : Reply.json(found);
  }

  private static Reply newest(Results results, Call call) throws SQLException {
    List<Map<String, Object>> builds =
        results.rows(
            "SELECT * FROM build WHERE tree = ? ORDER BY id DESC LIMIT 1", number(call, "id"));
    return Reply.json(builds.get(0));
  }

  private static Reply compare(Results results, Call call) throws SQLException {
    return Reply.json(
        results.rows(
            "SELECT a.path, COUNT(*) AS differences FROM test a JOIN build ba ON ba.id = a.build"
                + " JOIN build bb ON bb.tree = ? JOIN test b ON b.build = bb.id AND b.path = a.path"
                + " WHERE ba.tree = ? AND a.status <> b.status GROUP BY a.path"
                + " ORDER BY differences DESC",
            number(call, "other"),
            number(call, "id")));
  }

  private static Reply build(Results results, Call call) throws SQLException {
    int id = number(call, "id");
    List<Map<String, Object>> found = results.rows("SELECT * FROM build WHERE id = ?", id);
    if (found.isEmpty()) {
      return Reply.problem(404, "no such build");
    }
    List<Map<String, Object>> failures =
        results.rows("SELECT path, hardware FROM test WHERE build = ? AND status = 'FAIL'", id);
    return Reply.json(Map.of("build", found.get(0), "failures", failures));
  }

  private static Reply hardware(Results results, Call call) throws SQLException {
    return Reply.json(
        results.rows(
            "SELECT status, COUNT(*) AS tests FROM test WHERE hardware = ? GROUP BY status",
            call.path("name")));
  }

  private static Reply search(Results results, Call call) throws Exception {
    String wanted = call.text();
    if (wanted.isBlank()) {
      return Reply.problem(400, "nothing to search for");
    }
    return Reply.json(
        results.rows("SELECT * FROM test WHERE path LIKE ? LIMIT " + TESTS_SHOWN, wanted + "%"));
  }

  private static int number(Call call, String name) {
    String text = call.path(name);
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }

  @Override
  public List<Visitor> visitors() {
    return List.of(
        reader("trees", 400, random -> "/api/tree"),
        reader("tree", 300, random -> "/api/tree/" + random.nextInt(Results.TREES)),
        // One in eight is of a tree without builds.
        reader("newest", 700, random -> "/api/tree/" + random.nextInt(14) + "/newest"),
        reader("build", 250, random -> "/api/build/" + random.nextInt(300)),
        reader("compare", 5_000, random -> "/api/tree/1/compare/" + random.nextInt(Results.TREES)),
        reader("hardware", 600, random -> "/api/hardware/" + hardware(random)),
        reader("scanner", 8_000, random -> "/wp-login-" + random.nextInt() + ".php"),
        new Visitor(
            "search",
            Duration.ofMillis(900),
            (site, random) -> site.post("/api/search", random.nextInt(5) == 0 ? "" : "kunit")));
  }

  private static String hardware(Random random) {
    return Results.HARDWARE.get(random.nextInt(Results.HARDWARE.size()));
  }

  /** Where a reader goes next. */
  private interface Way {
    String next(Random random);
  }

  private static Visitor reader(String name, int pauseMillis, Way way) {
    return new Visitor(
        name, Duration.ofMillis(pauseMillis), (site, random) -> site.get(way.next(random)));
  }
}
