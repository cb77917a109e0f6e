package dev.tallyman.agent;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Web applications of one JVM: in class loaders of their own, where client_java is damaged. */
final class Neighbours {
  private static final String REGISTRY = "io.prometheus.metrics.model.registry.PrometheusRegistry";

  /** One without a default registry, and one whose classes are gone but for the registry. */
  private static final List<String> BODIES =
      List.of(
          "", "public static final PrometheusRegistry defaultRegistry = new PrometheusRegistry();");

  /** Kept, or the JVM might unload them. */
  private static final List<Class<?>> LOADED = new ArrayList<>();

  private Neighbours() {}

  /** Compiles what they have in place of client_java. */
  static List<Path> in(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String body : BODIES) {
      Path root = directory.resolve("neighbour" + all.size());
      Path source = root.resolve(REGISTRY.replace('.', '/') + ".java");
      Files.createDirectories(source.getParent());
      String text =
          "package io.prometheus.metrics.model.registry; public class PrometheusRegistry {";
      Files.writeString(source, text + body + "}");
      int code =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, "-d", root.toString(), source.toString());
      if (code != 0) {
        throw new AssertionError("does not compile: " + source);
      }
      all.add(root);
    }
    return all;
  }

  /**
   * Is a job, beside the others.
   *
   * @param args the directories of the others
   */
  public static void main(String[] args)
      throws ReflectiveOperationException, MalformedURLException {
    for (String root : args) {
      URL[] path = {Path.of(root).toUri().toURL()};
      ClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
      LOADED.add(Class.forName(REGISTRY, true, loader));
    }
    Job.main(new String[] {"1500", "5"});
  }
}
