package dev.tallyman.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** An agent that lets its JVM pass for an older one, before ours asks. */
public final class OldJvm {
  private OldJvm() {}

  public static void premain(String version) {
    System.setProperty("java.specification.version", version);
  }

  /** A jar that says where the class is; the class itself is among the tests. */
  static Path jar(Path directory) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", OldJvm.class.getName());
    Path jar = directory.resolve("old-jvm.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }
}
