package dev.tallyman.agent.inside;

import dev.tallyman.agent.InsideLoader;

/**
 * Loads the room {@code bridge} once more for each copy of client_java that the application has, so
 * that one and the same code speaks to whatever release that is: by {@code io.prometheus} it means
 * the application's, by everything of ours the agent's.
 *
 * <p>Threading: safe for all threads.
 */
final class BridgeLoader extends ClassLoader {
  private static final String BRIDGE = "dev.tallyman.bridge.";
  private static final String OURS = "dev.tallyman.";

  private final InsideLoader inside;

  BridgeLoader(ClassLoader application, InsideLoader inside) {
    super("tallyman-bridge", application);
    this.inside = inside;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(BRIDGE)) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }
    return name.startsWith(OURS) ? inside.loadClass(name) : super.loadClass(name, resolve);
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = inside.classFile(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
