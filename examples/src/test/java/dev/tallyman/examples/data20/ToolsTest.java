package dev.tallyman.examples.data20;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallyman.examples.service.Reply;
import dev.tallyman.instrumentation.caches.CacheMetrics;
import dev.tallyman.instrumentation.database.DatabaseMetrics;
import dev.tallyman.instrumentation.tasks.TaskMetrics;
import dev.tallyman.instrumentation.tools.ToolMetrics;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.MetricType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ToolsTest {
  private static final Map<String, String> TOPIC = Map.of("topic", Notes.topic(3));
  private static final Map<String, String> FAULTY = Map.of("topic", Notes.topic(Notes.TOPICS - 1));

  private final MetricRegistry registry = MetricRegistry.inHeap();
  @TempDir private Path directory;
  private Database database;
  private Tasks tasks;
  private Graph graph;
  private Toolbox tools;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(directory, DatabaseMetrics.register(registry));
    Notes.prepare(database, directory);
    tasks = new Tasks(database, TaskMetrics.register(registry), Clock.systemUTC());
    graph = new Graph(database, tasks, directory);
    tools =
        new Toolbox(
                ToolMetrics.register(registry),
                new Runs(database, tasks),
                CacheMetrics.register(registry))
            .add("build_graph", "Builds", graph::build);
  }

  @AfterEach
  void close() throws InterruptedException {
    tasks.finish();
    database.close();
  }

  @Test
  void theNotesAreThereOnceHoweverManyWorkersPrepareThem() throws Exception {
    long before = count("note");

    Notes.prepare(database, directory);

    assertThat(before).isPositive();
    assertThat(count("note")).isEqualTo(before);
  }

  @Test
  void aGraphBuiltTwiceHasItsLinksOnce() throws Exception {
    Map<String, Object> first = graph.build(TOPIC);
    Map<String, Object> second = graph.build(TOPIC);

    assertThat(second).isEqualTo(first);
    assertThat(count("link")).isPositive();
    assertThat(first).containsEntry("links", (int) count("link"));
  }

  @Test
  void aBuiltGraphIsWrittenToAFile() throws Exception {
    graph.build(TOPIC);
    tasks.finish();

    assertThat(Files.readString(directory.resolve("graphs").resolve("topic-3.json")))
        .contains("\"source\":\"topic-3/note-0\"");
  }

  @Test
  void aTopicWithALinkThatLeadsNowhereHasNoGraph() {
    assertThatExceptionOfType(ToolFailedException.class)
        .isThrownBy(() -> graph.build(FAULTY))
        .withMessage("lost links to no-such-note, which is not there");
  }

  @Test
  void whatFailsWithinATransactionChangesNothing() throws Exception {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(
            () ->
                database.transaction(
                    connection -> {
                      Database.update(connection, "DELETE FROM note");
                      return Database.update(connection, "DELETE FROM no_such_table");
                    }));

    assertThat(count("note")).isPositive();
  }

  @Test
  void aRunIsAnsweredWithHowItDid() throws Exception {
    Reply completed = tools.run(order("build_graph", "topic-3"));
    Reply failed = tools.run(order("build_graph", "unheard-of"));

    assertThat(completed.status()).isEqualTo(200);
    assertThat(text(completed)).contains("\"status\":\"completed\"");
    assertThat(failed.status()).isEqualTo(500);
    assertThat(text(failed)).contains("no notes: topic=unheard-of");
    assertThat(countedExecutions())
        .containsExactlyInAnyOrder("[build_graph, completed]", "[build_graph, failed]");
  }

  @Test
  void whatIsNoToolAndWhatIsNoJsonLeaveNoSeries() throws Exception {
    assertThat(tools.run(order("divine", "tea leaves")).status()).isEqualTo(404);
    assertThat(tools.run("{}").status()).isEqualTo(404);
    assertThat(tools.run("{\"tool\": ").status()).isEqualTo(400);

    assertThat(countedExecutions()).isEmpty();
  }

  private List<String> countedExecutions() {
    return registry.read().stream()
        .filter(family -> family.family().type() == MetricType.COUNTER)
        .filter(family -> family.family().name().startsWith("tool_executions"))
        .flatMap(family -> family.series().stream())
        .map(series -> series.labels().values().toString())
        .toList();
  }

  private long count(String table) throws SQLException {
    return database.rows("SELECT COUNT(*) FROM " + table, row -> row.getLong(1)).get(0);
  }

  private static String order(String tool, String topic) {
    return "{\"tool\": \"" + tool + "\", \"parameters\": {\"topic\": \"" + topic + "\"}}";
  }

  private static String text(Reply reply) {
    return StandardCharsets.UTF_8.decode(reply.body().duplicate()).toString();
  }
}
