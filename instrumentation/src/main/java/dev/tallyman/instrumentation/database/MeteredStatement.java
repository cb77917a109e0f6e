package dev.tallyman.instrumentation.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose queries are recorded.
 *
 * <p>Threading: as the statement behind. Failure: as the statement behind.
 */
final class MeteredStatement implements InvocationHandler {
  private final Connection connection;
  private final Statement statement;
  private final QueryRecorder recorder;

  /** Of a prepared statement; one that is not has its SQL told at each query. */
  private final @Nullable String prepared;

  MeteredStatement(
      Connection connection,
      Statement statement,
      QueryRecorder recorder,
      @Nullable String prepared) {
    this.connection = connection;
    this.statement = statement;
    this.recorder = recorder;
    this.prepared = prepared;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    return switch (method.getName()) {
      case "equals" -> args != null && proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "getConnection" -> connection;
      case "execute",
          "executeQuery",
          "executeUpdate",
          "executeLargeUpdate",
          "executeBatch",
          "executeLargeBatch" ->
          timed(method, args);
      default -> MeteredConnection.call(statement, method, args);
    };
  }

  private @Nullable Object timed(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    long start = System.nanoTime();
    try {
      return MeteredConnection.call(statement, method, args);
    } finally {
      long nanos = System.nanoTime() - start;
      recorder.query(operation(args), nanos);
    }
  }

  private String operation(@Nullable Object @Nullable [] args) {
    if (args != null && args.length > 0 && args[0] instanceof String sql) {
      return Operation.of(sql);
    }
    return prepared == null ? Operation.BATCH : prepared;
  }
}
