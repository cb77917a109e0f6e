package dev.tallyman.instrumentation.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection that makes recorded statements. A proxy, since JDBC's interfaces have hundreds of
 * methods and grow.
 *
 * <p>Threading: as the connection behind. Failure: as the connection behind.
 */
final class MeteredConnection implements InvocationHandler {
  private final Connection connection;
  private final QueryRecorder recorder;
  private final AtomicBoolean returned = new AtomicBoolean();

  private MeteredConnection(Connection connection, QueryRecorder recorder) {
    this.connection = connection;
    this.recorder = recorder;
  }

  /** A connection that was just taken, recorded from now on. */
  static Connection of(Connection connection, QueryRecorder recorder) {
    recorder.connectionTaken();
    return (Connection) proxy(Connection.class, new MeteredConnection(connection, recorder));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    return switch (method.getName()) {
      case "equals" -> args != null && proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "createStatement", "prepareStatement", "prepareCall" ->
          statement((Connection) proxy, method, args);
      case "close", "abort" -> end(method, args);
      default -> call(connection, method, args);
    };
  }

  private Object statement(Connection proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    String operation =
        args != null && args.length > 0 && args[0] instanceof String sql ? Operation.of(sql) : null;
    Statement made = (Statement) Objects.requireNonNull(call(connection, method, args));
    return proxy(method.getReturnType(), new MeteredStatement(proxy, made, recorder, operation));
  }

  private @Nullable Object end(Method method, @Nullable Object @Nullable [] args) throws Throwable {
    try {
      return call(connection, method, args);
    } finally {
      if (returned.compareAndSet(false, true)) {
        recorder.connectionReturned();
      }
    }
  }

  /** Calls the driver; what it throws is thrown as it is. */
  static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        MeteredConnection.class.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
