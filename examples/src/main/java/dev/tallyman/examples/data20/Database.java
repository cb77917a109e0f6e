package dev.tallyman.examples.data20;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tallyman.instrumentation.database.DatabaseMetrics;
import dev.tallyman.instrumentation.database.MeteredDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The SQL database of all workers, through this worker's pool of connections.
 *
 * <p>It is a file that the first worker opens; the others reach it through that one, and when it
 * dies one of them opens the file anew, within some five seconds. What was committed is still
 * there.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: {@link SQLException}, also while the database changes hands.
 */
final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 5;
  private static final int IDLE_CONNECTIONS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration PATIENCE_AT_START = Duration.ofSeconds(30);

  private final HikariDataSource pool;
  private final DatabaseMetrics metrics;
  private final DataSource metered;

  private Database(HikariDataSource pool, DatabaseMetrics metrics) {
    this.pool = pool;
    this.metrics = metrics;
    this.metered = new MeteredDataSource(pool, metrics, () -> idle(pool));
  }

  /** Reads a row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** What is done altogether or not at all. */
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  static Database open(Path directory, DatabaseMetrics metrics) {
    // H2 reads this once; otherwise it lets the other workers in from every network.
    System.setProperty("h2.bindAddress", "127.0.0.1");
    HikariConfig config = new HikariConfig();
    // Without WRITE_DELAY=0 half a second of what was committed would die with its worker.
    config.setJdbcUrl(
        "jdbc:h2:file:"
            + directory.resolve("data20").toAbsolutePath()
            + ";AUTO_SERVER=TRUE;WRITE_DELAY=0");
    config.setUsername("sa");
    config.setPassword("");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(IDLE_CONNECTIONS);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setInitializationFailTimeout(PATIENCE_AT_START.toMillis());
    return new Database(new HikariDataSource(config), metrics);
  }

  /** The rows of a query. */
  <T> List<T> rows(String sql, Row<T> row, Object... parameters) throws SQLException {
    try (Connection connection = metered.getConnection()) {
      return rows(connection, sql, row, parameters);
    }
  }

  /** The rows of a query within a transaction. */
  static <T> List<T> rows(Connection connection, String sql, Row<T> row, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, parameters);
      List<T> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.add(row.read(found));
        }
      }
      return rows;
    }
  }

  /**
   * Changes something.
   *
   * @return how many rows were changed
   */
  int update(String sql, Object... parameters) throws SQLException {
    try (Connection connection = metered.getConnection()) {
      return update(connection, sql, parameters);
    }
  }

  /** Changes something within a transaction. */
  static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, parameters);
      return statement.executeUpdate();
    }
  }

  /** Does some work in one transaction. */
  <T> T transaction(Work<T> work) throws SQLException {
    try (Connection connection = metered.getConnection()) {
      connection.setAutoCommit(false);
      // The pool rolls back what is not committed when it gets its connection back.
      T result = work.in(connection);
      connection.commit();
      return result;
    }
  }

  /** Tells the metrics how many connections wait; the pool also makes and drops them by itself. */
  void sampleIdle() {
    metrics.setIdle(idle(pool));
  }

  private static int idle(HikariDataSource pool) {
    return pool.getHikariPoolMXBean().getIdleConnections();
  }

  static void set(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
