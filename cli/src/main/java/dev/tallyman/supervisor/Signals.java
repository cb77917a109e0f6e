package dev.tallyman.supervisor;

import java.lang.reflect.Proxy;

/**
 * The signals that a JVM can be told to treat in its own way.
 *
 * <p>The JDK has one class for it, {@code sun.misc.Signal} in the supported module {@code
 * jdk.unsupported}, and the compiler warns of each mention of it in a way that can't be switched
 * off. So it is only looked up by name, and only here.
 *
 * <p>Threading: safe for all threads. Actions run on a thread of the JVM's.
 *
 * <p>Failure: a JVM without the class, or one that keeps the signal for itself (flag {@code -Xrs}),
 * is an {@link UnsupportedOperationException}. A signal that was ignored when the JVM started stays
 * ignored, so that {@code nohup} means what it says.
 */
public final class Signals {
  private Signals() {}

  /** Runs the action whenever the signal comes, instead of what the JVM would do. */
  public static void on(String name, Runnable action) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "action on SIG" + name;
                  });
      handle(name, handler, proxy);
    } catch (ReflectiveOperationException e) {
      throw unsupported(name, e);
    }
  }

  /** Lets nothing happen when the signal comes. */
  public static void ignore(String name) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      handle(name, handler, handler.getField("SIG_IGN").get(null));
    } catch (ReflectiveOperationException e) {
      throw unsupported(name, e);
    }
  }

  private static void handle(String name, Class<?> handlerType, Object handler)
      throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    signal
        .getMethod("handle", signal, handlerType)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }

  private static UnsupportedOperationException unsupported(
      String name, ReflectiveOperationException e) {
    return new UnsupportedOperationException(
        "this JVM does not let a program treat signals: signal=SIG" + name, e);
  }
}
