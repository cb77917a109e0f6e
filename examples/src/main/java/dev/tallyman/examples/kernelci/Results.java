package dev.tallyman.examples.kernelci;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * What was built and tested, in a database of this worker's own; every worker has the same.
 *
 * <p>Threading: safe for all threads.
 */
final class Results implements AutoCloseable {
  static final int TREES = 12;
  static final int BUILDS_OF_TREE = 24;
  static final List<String> HARDWARE = List.of("rk3399", "imx8mp", "bcm2711", "qemu-x86");

  private static final int TESTS_OF_BUILD = 40;
  private static final List<String> ARCHITECTURES = List.of("x86_64", "arm64", "riscv");
  private static final List<String> SUITES = List.of("boot", "kselftest", "ltp", "kunit");
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE tree (id INT PRIMARY KEY, name VARCHAR, branch VARCHAR, head VARCHAR)",
          "CREATE TABLE build (id INT PRIMARY KEY, tree INT, architecture VARCHAR,"
              + " status VARCHAR, seconds INT)",
          "CREATE TABLE test (id INT PRIMARY KEY, build INT, path VARCHAR, hardware VARCHAR,"
              + " status VARCHAR)",
          "CREATE INDEX test_build ON test (build)");

  private final JdbcConnectionPool pool;

  private Results(JdbcConnectionPool pool) {
    this.pool = pool;
  }

  /** Makes the tables and fills them. */
  static Results create() throws SQLException {
    Results results =
        new Results(JdbcConnectionPool.create("jdbc:h2:mem:kernelci;DB_CLOSE_DELAY=-1", "sa", ""));
    results.fill();
    return results;
  }

  /** The rows of a query, by the names of its columns. */
  List<Map<String, Object>> rows(String sql, Object... parameters) throws SQLException {
    DataSource database = pool;
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet found = statement.executeQuery()) {
        return read(found);
      }
    }
  }

  private static List<Map<String, Object>> read(ResultSet found) throws SQLException {
    ResultSetMetaData columns = found.getMetaData();
    List<Map<String, Object>> rows = new ArrayList<>();
    while (found.next()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), found.getObject(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private void fill() throws SQLException {
    Random random = new Random(1);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      try (PreparedStatement tree =
              connection.prepareStatement("INSERT INTO tree VALUES (?, ?, ?, ?)");
          PreparedStatement build =
              connection.prepareStatement("INSERT INTO build VALUES (?, ?, ?, ?, ?)");
          PreparedStatement test =
              connection.prepareStatement("INSERT INTO test VALUES (?, ?, ?, ?, ?)")) {
        for (int i = 0; i < TREES; i++) {
          add(tree, i, "tree-" + i, i % 3 == 0 ? "master" : "for-next", head(random));
        }
        for (int i = 0; i < TREES * BUILDS_OF_TREE; i++) {
          String status = random.nextInt(12) == 0 ? "FAIL" : "PASS";
          add(build, i, i / BUILDS_OF_TREE, pick(ARCHITECTURES, random), status, seconds(random));
        }
        for (int i = 0; i < TREES * BUILDS_OF_TREE * TESTS_OF_BUILD; i++) {
          String path = pick(SUITES, random) + ".case-" + i % TESTS_OF_BUILD;
          String status = random.nextInt(20) == 0 ? "FAIL" : "PASS";
          add(test, i, i / TESTS_OF_BUILD, path, pick(HARDWARE, random), status);
        }
        tree.executeBatch();
        build.executeBatch();
        test.executeBatch();
      }
    }
  }

  private static String head(Random random) {
    return Long.toHexString(random.nextLong());
  }

  private static int seconds(Random random) {
    return 60 + random.nextInt(1_200);
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static void add(PreparedStatement row, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      row.setObject(i + 1, values[i]);
    }
    row.addBatch();
  }

  @Override
  public void close() {
    pool.dispose();
  }
}
