package dev.tallyman.examples.data20;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Mails a topic to its readers, a task for each.
 *
 * <p>Threading: safe for all threads.
 */
final class Mailing {
  private final Database database;
  private final Tasks tasks;

  Mailing(Database database, Tasks tasks, SimulatedMailServer server) {
    this.database = database;
    this.tasks = tasks;
    tasks.define("send_mail", "mails", server::accept);
  }

  /** Asks for the mails; they are sent later. */
  Map<String, Object> publish(Map<String, String> parameters)
      throws SQLException, ToolFailedException {
    String topic = parameters.getOrDefault("topic", "");
    List<String> readers =
        database.rows("SELECT address FROM reader WHERE topic = ?", row -> row.getString(1), topic);
    if (readers.isEmpty()) {
      throw new ToolFailedException("nobody reads it: topic=" + topic);
    }
    for (String reader : readers) {
      tasks.add("send_mail", reader);
    }
    return Map.of("readers", readers.size());
  }
}
