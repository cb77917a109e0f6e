package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A real browser without a window, with one tab, told what to do over the DevTools protocol.
 *
 * <p>Threading: one thread at a time. Failure: an {@link AssertionError} when it is not installed,
 * does not do in time what it is told, or when a script fails.
 */
final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--remote-debugging-port=0",
          "about:blank");

  private final TemporaryDirectory profile;
  private final Process process;
  private final DevTools tools;

  private Chromium(TemporaryDirectory profile, Process process) throws IOException {
    this.profile = profile;
    this.process = process;
    this.tools = DevTools.connect(tab());
  }

  static Chromium start() {
    try {
      TemporaryDirectory profile = TemporaryDirectory.create();
      List<String> command = new ArrayList<>();
      command.add(PeerProgram.named("chromium", "chromium").executable().toString());
      command.addAll(FLAGS);
      command.add("--user-data-dir=" + profile.path());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(new File("/dev/null"))
              .start();
      Chromium browser = new Chromium(profile, process);
      for (String domain : List.of("Page", "Runtime", "Log")) {
        browser.tools.ask(domain + ".enable", Map.of());
      }
      return browser;
    } catch (IOException e) {
      throw new UncheckedIOException("chromium does not start", e);
    }
  }

  /** Goes to the address and waits until the document and what it names are loaded. */
  void open(URI address) {
    run("window.departed = true");
    tools.ask("Page.navigate", Map.of("url", address.toString()));
    await("loaded: " + address, "!window.departed && document.readyState === 'complete'");
  }

  /** What an expression is worth on the page; promises are waited for. */
  JsonNode run(String expression) {
    JsonNode answer =
        tools.ask(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  String text(String selector) {
    return run("document.querySelector('" + selector + "').innerText").asText();
  }

  /** Waits until an expression is true on the page. */
  void await(String what, String expression) {
    await(what, () -> run("Boolean(" + expression + ")").asBoolean());
  }

  /** Clicks with the mouse, in the middle of what is found, once it stands still. */
  void click(String selector) {
    JsonNode at =
        run(
            "(() => { const found = document.querySelector('%s');"
                    .formatted(selector.replace("'", "\\'"))
                + " return new Promise(done => { let before; const look = () => {"
                + " found.scrollIntoView({ block: 'center' });"
                + " const box = found.getBoundingClientRect(); const place = box.x + ' ' + box.y;"
                + " if (place === before) {"
                + " done({ x: box.x + box.width / 2, y: box.y + box.height / 2 });"
                + " } else { before = place; setTimeout(look, 100); } }; look(); }); })()");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      tools.ask(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              at.path("x").asDouble(),
              "y",
              at.path("y").asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Presses a key of the keyboard: {@code Tab}, {@code Enter}. */
  void press(String key) {
    int code = key.equals("Tab") ? 9 : 13;
    String text = key.equals("Tab") ? "" : "\r";
    for (String type : List.of("keyDown", "keyUp")) {
      tools.ask(
          "Input.dispatchKeyEvent",
          Map.of(
              "type", type, "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text));
    }
  }

  void type(String text) {
    tools.ask("Input.insertText", Map.of("text", text));
  }

  void resize(int width, int height) {
    tools.ask(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** The system's preference: {@code light} or {@code dark}. */
  void prefer(String colorScheme) {
    ObjectNode feature = JsonNodeFactory.instance.objectNode();
    feature.put("name", "prefers-color-scheme").put("value", colorScheme);
    tools.ask("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** Keeps what is to be seen as {@code target/page/NAME.png}. */
  void photograph(String name) {
    String picture = tools.ask("Page.captureScreenshot", Map.of()).path("data").asText();
    try {
      Path directory = Files.createDirectories(Path.of("target", "page"));
      Files.write(directory.resolve(name + ".png"), Base64.getDecoder().decode(picture));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the picture: name=" + name, e);
    }
  }

  /** What the console has complained of since the last call. */
  List<String> complaints() {
    return tools.complaints();
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    tools.close();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    // They write to the profile to the last.
    await("all of it gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    profile.close();
  }

  /** Where the tab listens. */
  private URI tab() throws IOException {
    Path announcement = profile.path().resolve("DevToolsActivePort");
    await("listening", () -> Files.exists(announcement) && lines(announcement).size() == 2);
    URI list = URI.create("http://127.0.0.1:" + lines(announcement).get(0) + "/json/list");
    try {
      String targets =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      for (JsonNode target : Repository.parsedJson(targets)) {
        if (target.path("type").asText().equals("page")) {
          return URI.create(target.path("webSocketDebuggerUrl").asText());
        }
      }
      throw new AssertionError("chromium has no tab: " + targets);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read: file=" + file, e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never " + what);
      }
      Pause.briefly();
    }
  }
}
