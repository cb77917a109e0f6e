package dev.tallyman.examples.data20;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * What tools were run lately, by all workers.
 *
 * <p>Threading: safe for all threads.
 */
final class Runs {
  private static final int SHOWN = 20;
  private static final long KEPT_MILLIS = Duration.ofMinutes(1).toMillis();

  private final Database database;
  private final Tasks tasks;

  Runs(Database database, Tasks tasks) {
    this.database = database;
    this.tasks = tasks;
    tasks.define("purge_runs", "default", this::purge);
  }

  /** A run of a tool. */
  record Run(String tool, String status, long endedMillis) {}

  /** How often a tool was run of late. */
  record Count(String tool, long runs) {}

  void add(String tool, String status) throws SQLException {
    database.update(
        "INSERT INTO run (tool, status, ended_millis) VALUES (?, ?, ?)",
        tool,
        status,
        System.currentTimeMillis());
  }

  List<Run> latest() throws SQLException {
    return database.rows(
        "SELECT tool, status, ended_millis FROM run ORDER BY id DESC LIMIT " + SHOWN,
        row -> new Run(row.getString(1), row.getString(2), row.getLong(3)));
  }

  List<Count> counts() throws SQLException {
    return database.rows(
        "SELECT tool, COUNT(*) FROM run GROUP BY tool",
        row -> new Count(row.getString(1), row.getLong(2)));
  }

  /** Leaves it to a task to forget what was long ago. */
  void askForPurge() throws SQLException {
    tasks.add("purge_runs", Long.toString(System.currentTimeMillis() - KEPT_MILLIS));
  }

  private void purge(String beforeMillis) throws SQLException {
    database.update("DELETE FROM run WHERE ended_millis < ?", Long.parseLong(beforeMillis));
  }
}
