package dev.tallyman.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Loads the inside of the agent from its jar. Beside the JDK it sees nothing of the application,
 * and the application nothing of it.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: what is not in the jar is a {@link ClassNotFoundException}.
 */
public final class InsideLoader extends ClassLoader {
  private static final String INSIDE = "inside/";

  /** Where the wall has a door: both sides have to mean the same by these. */
  private static final String DOOR = Recording.class.getName();

  private static final String OWN_NAME = InsideLoader.class.getName();

  static {
    boolean unused = registerAsParallelCapable();
  }

  private final JarFile jar;

  InsideLoader(File jar) throws IOException {
    super("tallyman-agent", ClassLoader.getPlatformClassLoader());
    this.jar = new JarFile(jar);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.equals(DOOR)) {
      return Recording.class;
    }
    if (name.equals(OWN_NAME)) {
      return InsideLoader.class;
    }
    byte[] bytes = classFile(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  /**
   * The class file of one of its classes, for a loader that means something else by its imports.
   */
  public byte @Nullable [] classFile(String className) {
    ZipEntry entry = jar.getJarEntry(INSIDE + className.replace('.', '/') + ".class");
    if (entry == null) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
