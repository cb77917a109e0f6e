package dev.tallyman.examples.data20;

import dev.tallyman.examples.visitors.Visitor;
import dev.tallyman.examples.visitors.Visitor.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Those who use data20: mostly with success, and each way to fail is tried at once, then rarely.
 */
final class Data20Visitors {
  private Data20Visitors() {}

  static List<Visitor> all() {
    return List.of(
        visitor("lister", 400, (site, random) -> site.get("/api/tools")),
        visitor("monitor", 2_000, (site, random) -> site.get("/api/runs")),
        runner("builder", 900, random -> order("build_graph", "topic", topic(random))),
        runner("seeker", 400, random -> order("search", "word", word(random))),
        runner("counter", 1_500, random -> order("statistics", "of", "notes")),
        runner("publisher", 7_000, random -> order("publish", "topic", topic(random))),
        rare("archivist", 120, order("statistics", "archive", "yes")),
        rare("loser", 12, order("build_graph", "topic", Notes.topic(Notes.TOPICS - 1))),
        rare("blank", 30, order("search", "word", " ")),
        rare("unread", 80, order("publish", "topic", "unheard-of")),
        rare("stranger", 25, order("divine", "from", "tea leaves")),
        rare("stammerer", 35, "{\"tool\": \"search\", "));
  }

  /** One of the topics that have no fault. */
  private static String topic(Random random) {
    return Notes.topic(random.nextInt(Notes.TOPICS - 1));
  }

  /** Known words mostly, and some that nobody has asked for. */
  private static String word(Random random) {
    return random.nextInt(3) == 0
        ? "note-" + random.nextInt(100)
        : Notes.WORDS.get(random.nextInt(Notes.WORDS.size()));
  }

  private static String order(String tool, String parameter, String value) {
    return "{\"tool\": \""
        + tool
        + "\", \"parameters\": {\""
        + parameter
        + "\": \""
        + value
        + "\"}}";
  }

  /** What a runner orders next. */
  private interface Choice {
    String next(Random random);
  }

  private static Visitor visitor(String name, int pauseMillis, Visit visit) {
    return new Visitor(name, Duration.ofMillis(pauseMillis), visit);
  }

  private static Visitor runner(String name, int pauseMillis, Choice choice) {
    return visitor(name, pauseMillis, (site, random) -> site.post("/api/run", choice.next(random)));
  }

  /** Orders something as soon as it can, and then about once in so many seconds. */
  private static Visitor rare(String name, int seconds, String order) {
    AtomicBoolean done = new AtomicBoolean();
    return visitor(
        name,
        1_000,
        (site, random) -> {
          if (!done.get() || random.nextInt(seconds) == 0) {
            site.post("/api/run", order);
            done.set(true);
          }
        });
  }
}
