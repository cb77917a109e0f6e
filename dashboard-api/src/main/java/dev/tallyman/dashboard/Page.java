package dev.tallyman.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The web page: {@code /} and the files it is made of, out of the jar.
 *
 * <p>The files' addresses hold a version that is made of their content, so browsers may keep them
 * for ever, and none ever mixes files of two releases. While workers of two releases share the port
 * a browser may ask the wrong one for a file; it gets that worker's, but must not keep it.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: a file that there is none of is a {@link Problem.Found}.
 */
final class Page {
  static final String ROOT = "/";
  static final String ASSETS = "/assets/*";

  /** All files, so that the version is known without listing a jar. */
  static final List<String> FILES =
      List.of(
          "api.js",
          "app.js",
          "bars.js",
          "chart.js",
          "dom.js",
          "endpoints.js",
          "explore.js",
          "fleet.js",
          "format.js",
          "icon.svg",
          "live.js",
          "location.js",
          "range.js",
          "style.css",
          "systems.js",
          "table.js",
          "theme.js",
          "themes.js",
          "worker.js",
          "workers.js",
          "vendor/uPlot-LICENSE.txt",
          "vendor/uPlot.iife.min.js",
          "vendor/uPlot.min.css");

  private static final String INDEX = "index.html";
  private static final String IN_INDEX = "\"assets/";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";
  private static final String NEVER = "no-store";

  private @Nullable Content content;

  private record Content(String version, Asset index, Map<String, Asset> assets) {}

  List<Route> routes() {
    return List.of(new Route(ROOT, this::index), new Route(ASSETS, this::asset));
  }

  private CompletableFuture<Reply> index(Request request) {
    return CompletableFuture.completedFuture(content().index().reply(request, ASK_AGAIN));
  }

  private CompletableFuture<Reply> asset(Request request) {
    String path = Request.getPathInContext(request);
    String[] steps = path.substring(ASSETS.length() - 1).split("/", 2);
    Content known = content();
    Asset asset = steps.length == 2 ? known.assets().get(steps[1]) : null;
    if (asset == null) {
      throw new Problem.Found(
          Problem.of(HttpStatus.NOT_FOUND_404, "the page has no such file: " + path));
    }
    String caching = steps[0].equals(known.version()) ? FOR_EVER : NEVER;
    return CompletableFuture.completedFuture(asset.reply(request, caching));
  }

  /** Read when somebody looks: most workers never serve the page. */
  private synchronized Content content() {
    Content known = content;
    if (known == null) {
      known = read();
      content = known;
    }
    return known;
  }

  private static Content read() {
    Map<String, Asset> assets = new LinkedHashMap<>();
    FILES.forEach(name -> assets.put(name, new Asset(name, bytes(name))));
    String tags = assets.values().stream().map(Asset::tag).collect(Collectors.joining());
    String version = Asset.fingerprint(tags.getBytes(StandardCharsets.US_ASCII));
    String index = new String(bytes(INDEX), StandardCharsets.UTF_8);
    byte[] versioned =
        index.replace(IN_INDEX, IN_INDEX + version + "/").getBytes(StandardCharsets.UTF_8);
    return new Content(version, new Asset(INDEX, versioned), assets);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Page.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks a file of the page: name=" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a file of the page: name=" + name, e);
    }
  }
}
