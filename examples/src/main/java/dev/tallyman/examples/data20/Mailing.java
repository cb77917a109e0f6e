package dev.tallyman.examples.data20;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Mails a topic to its readers, a task for each.
 *
 * <p>Threading: safe for all threads.
 */
final class Mailing {
  private static final long PATIENCE_SECONDS = 10;

  private final Database database;
  private final Tasks tasks;
  private final SimulatedMailServer server;

  Mailing(Database database, Tasks tasks, SimulatedMailServer server) {
    this.database = database;
    this.tasks = tasks;
    this.server = server;
    tasks.define("send_mail", "mails", this::send);
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

  private void send(String address)
      throws InterruptedException, ExecutionException, TimeoutException, TryLaterException {
    String answer = server.accept(address).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    switch (answer.charAt(0)) {
      case '2' -> {}
      case '4' -> throw new TryLaterException(answer);
      default -> throw new IllegalArgumentException(answer + ": address=" + address);
    }
  }
}
