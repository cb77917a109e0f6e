package dev.tallyman.examples.digitalactors;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tallyman.instrumentation.database.MeteredDataSource;
import dev.tallyman.instrumentation.database.QueryRecorder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * What was said, in a database of all workers: one of them has its file open and serves the others,
 * and when that one is gone another one does.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: {@link SQLException}. While the file changes hands, a few seconds after a kill, calls
 * wait; what was said in the half second before the kill may be lost.
 */
final class History implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS exchange (id VARCHAR(64) PRIMARY KEY, visitor VARCHAR(64),"
          + " scene VARCHAR(64), role VARCHAR(64), question VARCHAR(500), answer VARCHAR(1000),"
          + " asked TIMESTAMP WITH TIME ZONE)";
  private static final String INDEX =
      "CREATE INDEX IF NOT EXISTS exchange_visitor ON exchange (visitor, scene, role)";

  private final HikariDataSource pool;
  private final DataSource database;

  private History(HikariDataSource pool, QueryRecorder recorder) {
    this.pool = pool;
    this.database = new MeteredDataSource(pool, recorder);
  }

  /** Opens the history in a directory, or makes it; queries are told to the recorder. */
  static History open(Path directory, QueryRecorder recorder) throws IOException, SQLException {
    // The one who has the file open is to be reached from this host only.
    System.setProperty("h2.bindAddress", "127.0.0.1");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(
        "jdbc:h2:file:" + directory.resolve("actors").toAbsolutePath() + ";AUTO_SERVER=TRUE");
    config.setUsername("actors");
    config.setPassword("");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setInitializationFailTimeout(PATIENCE.toMillis());
    // One after the other: of two who open it at once, H2 has one wait for seconds. The
    // lock goes with its channel.
    try (FileChannel turn =
        FileChannel.open(
            directory.resolve("actors.opening"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      FileLock unused = turn.lock();
      HikariDataSource pool = new HikariDataSource(config);
      // H2 closes the file as soon as a process is told to end. So there may be no connection to
      // be had any more when the pool is closed, and this is how long it waits for one.
      pool.setLoginTimeout(1);
      prepare(pool);
      return new History(pool, recorder);
    }
  }

  private static void prepare(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
      statement.execute(INDEX);
    } catch (SQLException e) {
      pool.close();
      throw e;
    }
  }

  /**
   * Notes a question.
   *
   * @throws SQLException also if it was noted before
   */
  void ask(Message message) throws SQLException {
    change(
        "INSERT INTO exchange (id, visitor, scene, role, question, asked) VALUES (?, ?, ?, ?, ?, ?)",
        message.id(),
        message.visitor(),
        message.scene(),
        message.character(),
        message.text(),
        Timestamp.from(Instant.now()));
  }

  /** Notes the answer to a question. */
  void answer(String id, String answer) throws SQLException {
    change("UPDATE exchange SET answer = ? WHERE id = ?", answer, id);
  }

  /** What the character has said to the visitor lately, the latest first. */
  List<String> answers(Message message, int most) throws SQLException {
    String sql =
        "SELECT answer FROM exchange WHERE visitor = ? AND scene = ? AND role = ?"
            + " AND answer IS NOT NULL ORDER BY asked DESC LIMIT ?";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      fill(statement, message.visitor(), message.scene(), message.character(), most);
      try (ResultSet found = statement.executeQuery()) {
        List<String> answers = new ArrayList<>();
        while (found.next()) {
          answers.add(found.getString(1));
        }
        return answers;
      }
    }
  }

  /** Forgets what was said before a time. */
  int forget(Instant before) throws SQLException {
    return change("DELETE FROM exchange WHERE asked < ?", Timestamp.from(before));
  }

  private int change(String sql, Object... values) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      fill(statement, values);
      return statement.executeUpdate();
    }
  }

  private static void fill(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
