package dev.tallyman.instrumentation.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real database, asked through its real driver and pool. */
class MeteredDataSourceTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final DatabaseMetrics metrics = DatabaseMetrics.register(registry);
  private final JdbcConnectionPool pool =
      JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
  private final AtomicInteger idle = new AtomicInteger();
  private final DataSource database = new MeteredDataSource(pool, metrics, idle::get);
  private Connection kept;

  @BeforeEach
  void createTable() throws SQLException {
    kept = pool.getConnection();
    try (Statement statement = kept.createStatement()) {
      statement.execute("CREATE TABLE jobs (id INT PRIMARY KEY, name VARCHAR(20))");
    }
  }

  @AfterEach
  void close() throws SQLException {
    kept.close();
    pool.dispose();
  }

  @Test
  void queriesAreCountedAndTimedByOperation() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO jobs VALUES (?, ?)", new String[] {"id"})) {
      for (int i = 0; i < 3; i++) {
        insert.setInt(1, i);
        insert.setString(2, "job" + i);
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
      try (ResultSet found = statement.executeQuery("select count(*) from jobs")) {
        assertThat(found.next()).isTrue();
        assertThat(found.getInt(1)).isEqualTo(3);
      }
      assertThat(statement.execute("/* all */ DELETE FROM jobs")).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(3);
    }

    assertThat(Exposed.samples(registry))
        .contains(
            "db_queries_total{operation=\"insert\"} 3.0",
            "db_queries_total{operation=\"select\"} 1.0",
            "db_queries_total{operation=\"delete\"} 1.0",
            "db_query_duration_seconds_count{operation=\"insert\"} 3",
            "db_slow_queries_total 0.0");
  }

  @Test
  void batchesAndCallsAreQueriesToo() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement mixed = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO jobs VALUES (?, 'x')");
        CallableStatement call = connection.prepareCall("{call 1 + 2}")) {
      for (int i = 0; i < 5; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(5);
      mixed.addBatch("UPDATE jobs SET name = 'y' WHERE id = 1");
      mixed.addBatch("DELETE FROM jobs WHERE id = 2");
      assertThat(mixed.executeLargeBatch()).containsExactly(1L, 1L);
      assertThat(call.execute()).isTrue();
    }

    assertThat(Exposed.samples(registry))
        .contains(
            "db_queries_total{operation=\"insert\"} 1.0",
            "db_queries_total{operation=\"batch\"} 1.0",
            "db_queries_total{operation=\"call\"} 1.0");
  }

  @Test
  void aQueryThatFailsIsCountedAndFailsAsTheDriverSays() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> statement.executeQuery("SELECT nothing FROM nowhere"))
          .withMessageContaining("NOWHERE");
    }

    assertThat(Exposed.samples(registry)).contains("db_queries_total{operation=\"select\"} 1.0");
  }

  @Test
  void aSlowQueryIsCountedAsSuch() throws SQLException {
    DatabaseMetrics strict =
        DatabaseMetrics.register(MetricRegistry.inHeap(), "", Duration.ofSeconds(2));
    DatabaseMetrics slow = DatabaseMetrics.register(registry, "app_", Duration.ZERO, 1, 2);
    for (DatabaseMetrics each : new DatabaseMetrics[] {strict, slow}) {
      try (Connection connection = new MeteredDataSource(pool, each).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
    }
    strict.query("select", Duration.ofSeconds(2).toNanos());
    slow.query("select", 0);

    assertThat(Exposed.samples(registry)).contains("app_db_slow_queries_total 1.0");
    assertThat(Exposed.bounds(registry, "app_db_query_duration_seconds"))
        .containsExactly("1.0", "2.0", "+Inf");
  }

  @Test
  void connectionsAreActiveFromBeingTakenUntilGivenBack() throws SQLException {
    Connection first = database.getConnection();
    Connection second = database.getConnection();
    assertConnections(2, 0);

    idle.set(1);
    first.close();
    first.close();
    assertConnections(1, 1);
    second.abort(Runnable::run);

    assertConnections(0, 1);
    assertThat(first.isClosed()).isTrue();
  }

  @Test
  void whatIsBehindCanBeReached() throws SQLException {
    JdbcDataSource plain = new JdbcDataSource();
    plain.setUrl("jdbc:h2:mem:" + UUID.randomUUID());
    DataSource wrapped = new MeteredDataSource(plain, metrics);
    try (Connection connection = wrapped.getConnection("sa", "");
        Statement statement = connection.createStatement()) {
      assertThat(statement.getConnection()).isSameAs(connection);
      assertThat(Set.of(connection, statement)).contains(connection, statement);
      assertThat(connection.unwrap(org.h2.jdbc.JdbcConnection.class)).isNotNull();
    }
    assertThat(wrapped.isWrapperFor(JdbcDataSource.class)).isTrue();
    assertThat(wrapped.unwrap(JdbcDataSource.class)).isSameAs(plain);
    wrapped.setLoginTimeout(3);
    assertThat(wrapped.getLoginTimeout()).isEqualTo(plain.getLoginTimeout());
  }

  @Test
  void anApplicationMayWantTheTimesAlone() throws SQLException {
    MetricRegistry own = MetricRegistry.inHeap();
    DataSource timed = new MeteredDataSource(pool, QueryTimes.register(own, "digital_actors_"));
    try (Connection connection = timed.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("VALUES (1)");
    }

    assertThat(Exposed.types(own)).containsExactly("digital_actors_db_query_seconds histogram");
    assertThat(Exposed.samples(own))
        .contains("digital_actors_db_query_seconds_count{operation=\"values\"} 1");
  }

  @Test
  void theTypesAreTheDocuments() {
    metrics.query("select", 1);

    assertThat(Exposed.types(registry))
        .containsExactly(
            "db_connections_active gauge",
            "db_connections_idle gauge",
            "db_queries_total counter",
            "db_query_duration_seconds histogram",
            "db_slow_queries_total counter");
  }

  private void assertConnections(int active, int waiting) {
    assertThat(Exposed.samples(registry))
        .contains(
            "db_connections_active " + active + ".0", "db_connections_idle " + waiting + ".0");
  }
}
