package dev.tallyman.examples.digitalactors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.examples.service.WebServer;
import dev.tallyman.examples.service.Worker;
import dev.tallyman.examples.visitors.Site;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.SeriesView;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class DigitalActorsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MetricRegistry registry = MetricRegistry.inHeap();

  @TempDir Path directory;
  private Worker worker;
  private WebServer server;
  private Site site;

  @BeforeEach
  void serve() throws Exception {
    worker = new Worker(registry, directory);
    new DigitalActors().open(worker);
    server = new WebServer(worker);
    int port = freePort();
    server.start("127.0.0.1", port);
    site = new Site(URI.create("http://127.0.0.1:" + port + "/"));
  }

  @AfterEach
  void end() {
    server.stop(Duration.ZERO);
    worker.close();
  }

  @Test
  void aMessageIsAnsweredAndTheNextOneDifferently() throws Exception {
    try (Conversation conversation = new Conversation(site)) {
      assertThat(conversation.say(message("1", "office", "hector", "Who are you?")))
          .isEqualTo("{\"id\":\"1\",\"status\":\"success\",\"text\":\"The printer is out.\"}");
      assertThat(conversation.say(message("2", "office", "hector", "And then?")))
          .contains("Ask Clara.");
    }

    assertThat(values("digital_actors_requests"))
        .containsExactly("scene=office character=hector status=success 2");
    assertThat(values("digital_actors_response_time_seconds"))
        .containsExactly("scene=office character=hector 2");
    assertThat(values("digital_actors_llm_latency_seconds"))
        .containsExactly("provider=openai model=gpt-4o-mini 2");
    assertThat(values("digital_actors_errors")).isEmpty();
  }

  @Test
  void whatVisitorsInventDoesNotBecomeALabel() throws Exception {
    try (Conversation conversation = new Conversation(site)) {
      conversation.say(message("1", "moon", "hector", "Who are you?"));
      conversation.say(message("2", "tavern", "hector", "Who are you?"));
      conversation.sayAnything("hello?");
      conversation.sayAnything("[]");
    }

    assertThat(values("digital_actors_requests"))
        .containsExactly("scene=unknown character=unknown status=error 4");
    assertThat(values("digital_actors_errors")).containsExactly("type=validation 4");
  }

  @Test
  void eachFaultIsCountedAndTheConversationGoesOn() throws Exception {
    try (Conversation conversation = new Conversation(site)) {
      conversation.say(message("1", "office", "hector", ""));
      conversation.say(message("2", "office", "hector", "Which poison?"));
      conversation.say(message("2", "office", "hector", "Which poison?"));
      conversation.say(message("3", "office", "hector", "Tell me a story!"));
      assertThat(conversation.say(message("4", "office", "hector", "Can you help me?")))
          .contains("success");
    }

    assertThat(values("digital_actors_errors"))
        .containsExactlyInAnyOrder(
            "type=validation 1", "type=llm 1", "type=database 1", "type=tts 1");
    assertThat(values("digital_actors_requests"))
        .containsExactlyInAnyOrder(
            "scene=office character=hector status=error 4",
            "scene=office character=hector status=success 1");
  }

  @Test
  void aSessionIsActiveUntilItsVisitorIsGoneHoweverThatGoes() throws Exception {
    try (Conversation polite = new Conversation(site);
        Conversation rude = new Conversation(site)) {
      polite.sayAnything("hello?");
      rude.sayAnything("hello?");
      assertThat(values("digital_actors_active_sessions")).containsExactly("2");

      rude.sayAndHangUp(message("1", "office", "hector", "Is anybody there?"));
      awaitValues("digital_actors_active_sessions", "1");
    }

    awaitValues("digital_actors_active_sessions", "0");
  }

  @Test
  void nothingIsRecordedButWhatTheDocumentNames() {
    assertThat(registry.read())
        .extracting(view -> view.family().name() + view.family().labelNames())
        .containsExactlyInAnyOrder(
            "digital_actors_requests[scene, character, status]",
            "digital_actors_response_time_seconds[scene, character]",
            "digital_actors_active_sessions[]",
            "digital_actors_llm_latency_seconds[provider, model]",
            "digital_actors_tts_latency_seconds[]",
            "digital_actors_db_query_seconds[operation]",
            "digital_actors_errors[type]");
  }

  private void awaitValues(String name, String expected) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!values(name).equals(List.of(expected)) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    assertThat(values(name)).containsExactly(expected);
  }

  /** A metric's series, {@code label=value 1} each. */
  private List<String> values(String name) {
    List<String> values = new ArrayList<>();
    for (FamilyView family : registry.read()) {
      if (family.family().name().equals(name)) {
        for (SeriesView series : family.series()) {
          StringBuilder line = new StringBuilder();
          List<String> names = series.labels().names();
          for (int i = 0; i < names.size(); i++) {
            line.append(names.get(i)).append('=').append(series.labels().values().get(i));
            line.append(' ');
          }
          values.add(line.append((long) series.value() + series.count()).toString());
        }
      }
    }
    return values;
  }

  private static Message message(String id, String scene, String character, String text) {
    return new Message(id, "ann", scene, character, text);
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
