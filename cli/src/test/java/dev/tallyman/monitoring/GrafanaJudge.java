package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallyman.monitoring.PeerProgram.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Grafana's own code, as far as it can be had without a server: the types of its SDK as a JSON
 * Schema, and the transformations that turn query results into a table.
 *
 * <p>Both are made from pinned npm packages by {@code src/test/grafana} when a machine first needs
 * them, and kept in the user's cache under a digest of that directory, so that a changed version
 * makes them afresh and no other run downloads anything.
 *
 * <p>Threading: safe for all threads and processes. Failure: an {@link AssertionError} with the
 * output of the step that failed.
 */
final class GrafanaJudge {
  private static final Path RECIPE = Repository.file("cli/src/test/grafana");
  private static final List<String> INGREDIENTS =
      List.of("package.json", "tsconfig.json", "dashboard.ts", "table.mjs");
  private static final String SCHEMA = "dashboard.schema.json";
  private static final String TABLE = "table.cjs";

  private final Path products;

  private GrafanaJudge(Path products) {
    this.products = products;
  }

  static GrafanaJudge ready() {
    try {
      Path cache = cacheDirectory();
      Path products = cache.resolve("grafana-" + digest());
      if (!Files.isDirectory(products)) {
        build(cache, products);
      }
      return new GrafanaJudge(products);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare Grafana's types", e);
    }
  }

  /** The JSON Schema of a dashboard, definitions by Grafana's names. */
  JsonNode schema() throws IOException {
    return Repository.JSON.readTree(products.resolve(SCHEMA).toFile());
  }

  /** The columns, by name, that a panel shows for these frames after its transformations. */
  JsonNode table(ArrayNode frames, JsonNode transformations) {
    ObjectNode input = Repository.JSON.createObjectNode();
    input.set("frames", frames);
    input.set("transformations", transformations);
    Outcome outcome =
        PeerProgram.named("node", "nodejs")
            .run(products, List.of(TABLE), Map.of(), input.toString());
    if (outcome.exitCode() != 0) {
      throw new AssertionError("Grafana's transformations failed: " + outcome.errors());
    }
    return Repository.parsedJson(outcome.output());
  }

  private static void build(Path cache, Path products) throws IOException {
    try (TemporaryDirectory kitchen = TemporaryDirectory.createIn(cache)) {
      for (String name : INGREDIENTS) {
        Files.copy(RECIPE.resolve(name), kitchen.path().resolve(name));
      }
      npm(kitchen, "install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund");
      npm(kitchen, "run", "build");
      Path finished = Files.createDirectory(kitchen.path().resolve("finished"));
      for (String name : List.of(SCHEMA, TABLE)) {
        Files.move(kitchen.path().resolve(name), finished.resolve(name));
      }
      Files.move(finished, products, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      System.getLogger(GrafanaJudge.class.getName())
          .log(System.Logger.Level.DEBUG, "another run was faster: directory={0}", products);
    }
  }

  private static void npm(TemporaryDirectory kitchen, String... arguments) {
    Outcome outcome = PeerProgram.named("npm", "npm").run(kitchen.path(), List.of(arguments));
    if (outcome.exitCode() != 0) {
      throw new AssertionError(
          "npm " + String.join(" ", arguments) + ": " + outcome.output() + outcome.errors());
    }
  }

  private static Path cacheDirectory() throws IOException {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    Path caches = configured == null || configured.isEmpty() ? home : Path.of(configured);
    return Files.createDirectories(caches.resolve("tallyman-tests"));
  }

  private static String digest() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String name : INGREDIENTS) {
        digest.update(Files.readAllBytes(RECIPE.resolve(name)));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
