package dev.tallyman.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/**
 * Runs something when all shutdown hooks of the application have ended. A web server's hook answers
 * the requests that are under way, and they are to be counted; the hooks that {@link
 * Runtime#addShutdownHook} takes run side by side, in no order. The JDK has a list of its own for
 * what comes after them; an agent may open the door to it. Where it can't, an ordinary hook has to
 * do.
 *
 * <p>Threading: stateless.
 */
final class EndHook {
  /** The last place of the JDK's list: it has ten, and uses the first three. */
  private static final int LAST = 9;

  private EndHook() {}

  static void add(Runnable work, Instrumentation instrumentation) {
    try {
      addLast(work, instrumentation);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError | InternalError e) {
      Runtime.getRuntime().addShutdownHook(new Thread(null, work, "tallyman-agent-end", 0, false));
    }
  }

  private static void addLast(Runnable work, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    String hidden = "jdk.internal.access";
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(hidden, Set.of(EndHook.class.getModule())),
        Map.of(),
        Set.of(),
        Map.of());
    Class<?> secrets = Class.forName(hidden + ".SharedSecrets");
    Object access = secrets.getMethod("getJavaLangAccess").invoke(null);
    Method register =
        Class.forName(hidden + ".JavaLangAccess")
            .getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class);
    try {
      register.invoke(access, LAST, false, work);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("place is taken, or the JVM ends", e);
    }
  }
}
