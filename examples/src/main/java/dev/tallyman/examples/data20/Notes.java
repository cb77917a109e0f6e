package dev.tallyman.examples.data20;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/** The tables, and the notes that are in them from the beginning. */
final class Notes {
  /** The last of the topics has a note with a link that leads nowhere. */
  static final int TOPICS = 12;

  /** One of them has no mailbox. */
  static final int READERS = 15;

  static final List<String> WORDS =
      List.of("ledger", "harvest", "cheese", "bridge", "lantern", "orchard", "glacier", "ferry");

  private static final int NOTES_OF_TOPIC = 20;
  private static final int WORDS_OF_NOTE = 40;
  private static final int LINKS_OF_NOTE = 3;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS topic (name VARCHAR PRIMARY KEY, links INT)",
          "CREATE TABLE IF NOT EXISTS note (name VARCHAR PRIMARY KEY, topic VARCHAR, body VARCHAR)",
          "CREATE TABLE IF NOT EXISTS link (topic VARCHAR, source VARCHAR, target VARCHAR)",
          "CREATE INDEX IF NOT EXISTS link_topic ON link (topic)",
          "CREATE TABLE IF NOT EXISTS reader (topic VARCHAR, address VARCHAR)",
          "CREATE TABLE IF NOT EXISTS run (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
              + " tool VARCHAR, status VARCHAR, ended_millis BIGINT)",
          "CREATE TABLE IF NOT EXISTS task (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
              + " name VARCHAR, argument VARCHAR, holder VARCHAR, lease_millis BIGINT)",
          "CREATE ALIAS IF NOT EXISTS archived_notes FOR '"
              + SimulatedArchive.class.getName()
              + ".notes'");

  private Notes() {}

  /** Makes and fills the tables, unless a worker that came before has done it. */
  static void prepare(Database database, Path directory) throws IOException, SQLException {
    try (FileChannel file =
            FileChannel.open(
                directory.resolve("prepare.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      for (String table : TABLES) {
        database.update(table);
      }
      long topics = database.rows("SELECT COUNT(*) FROM topic", row -> row.getLong(1)).get(0);
      if (topics == 0 && lock.isValid()) {
        database.transaction(Notes::fill);
      }
    }
  }

  static String topic(int number) {
    return "topic-" + number;
  }

  private static String note(String topic, int number) {
    return topic + "/note-" + number;
  }

  private static int fill(Connection connection) throws SQLException {
    Random random = new Random(20);
    try (PreparedStatement topics =
            connection.prepareStatement("INSERT INTO topic VALUES (?, NULL)");
        PreparedStatement notes = connection.prepareStatement("INSERT INTO note VALUES (?, ?, ?)");
        PreparedStatement readers =
            connection.prepareStatement("INSERT INTO reader VALUES (?, ?)")) {
      for (int i = 0; i < TOPICS; i++) {
        String topic = topic(i);
        add(topics, topic);
        for (int j = 0; j < NOTES_OF_TOPIC; j++) {
          add(notes, note(topic, j), topic, body(topic, random));
        }
        for (int j = 0; j < READERS; j++) {
          add(readers, topic, (j == 0 ? "nobody" : "reader-" + j) + "@example.org");
        }
      }
      add(notes, "lost", topic(TOPICS - 1), "see [[no-such-note]]");
      topics.executeBatch();
      notes.executeBatch();
      readers.executeBatch();
      return TOPICS;
    }
  }

  private static String body(String topic, Random random) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < WORDS_OF_NOTE; i++) {
      body.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    for (int i = 0; i < LINKS_OF_NOTE; i++) {
      body.append("[[").append(note(topic, random.nextInt(NOTES_OF_TOPIC))).append("]] ");
    }
    return body.toString();
  }

  private static void add(PreparedStatement row, Object... values) throws SQLException {
    Database.set(row, values);
    row.addBatch();
  }
}
