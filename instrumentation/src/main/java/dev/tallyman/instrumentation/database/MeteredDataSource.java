package dev.tallyman.instrumentation.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.IntSupplier;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A data source whose queries and connections are recorded, whatever driver or pool is behind it.
 *
 * <pre>{@code
 * DataSource database = new MeteredDataSource(pool, DatabaseMetrics.register());
 * }</pre>
 *
 * <p>A query is one call of an {@code execute…} method, a batch included, until the driver returns;
 * its operation is the first word of its SQL. A connection is active from being taken until it is
 * closed or aborted.
 *
 * <p>Threading: as the data source behind.
 *
 * <p>Failure: as the data source behind; a query that fails is recorded like one that does not.
 */
public final class MeteredDataSource implements DataSource {
  private final DataSource source;
  private final QueryRecorder recorder;

  /** Wraps a data source. */
  public MeteredDataSource(DataSource source, QueryRecorder recorder) {
    this.source = source;
    this.recorder = recorder;
  }

  /**
   * Wraps a pool that knows how many of its connections wait for use. It is asked whenever a
   * connection was taken or given back. What a pool opens and closes by itself in between is seen
   * with the next connection, or when the application calls {@link DatabaseMetrics#setIdle}.
   */
  public MeteredDataSource(DataSource pool, DatabaseMetrics metrics, IntSupplier idle) {
    this(pool, new PoolRecorder(metrics, idle));
  }

  @Override
  public Connection getConnection() throws SQLException {
    return MeteredConnection.of(source.getConnection(), recorder);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return MeteredConnection.of(source.getConnection(user, password), recorder);
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return source.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    source.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    source.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return source.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return source.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(source) ? type.cast(source) : source.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(source) || source.isWrapperFor(type);
  }

  private record PoolRecorder(DatabaseMetrics metrics, IntSupplier idle) implements QueryRecorder {
    @Override
    public void query(String operation, long durationNanos) {
      metrics.query(operation, durationNanos);
    }

    @Override
    public void connectionTaken() {
      metrics.connectionTaken();
      metrics.setIdle(idle.getAsInt());
    }

    @Override
    public void connectionReturned() {
      metrics.connectionReturned();
      metrics.setIdle(idle.getAsInt());
    }
  }
}
