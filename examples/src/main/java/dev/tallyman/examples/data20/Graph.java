package dev.tallyman.examples.data20;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The graph of notes that link to one another, built topic by topic; a task writes each to a file.
 *
 * <p>Threading: safe for all threads, and for all workers.
 */
final class Graph {
  private static final Pattern LINK = Pattern.compile("\\[\\[([^\\]]+)]]");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final Tasks tasks;
  private final Path directory;

  Graph(Database database, Tasks tasks, Path directory) {
    this.database = database;
    this.tasks = tasks;
    this.directory = directory;
    tasks.define("export_graph", "exports", this::export);
  }

  private record Note(String name, String body) {}

  /** A note that names another. */
  record Link(String source, String target) {}

  /** Builds the graph of a topic anew. */
  Map<String, Object> build(Map<String, String> parameters)
      throws SQLException, ToolFailedException {
    String topic = parameters.getOrDefault("topic", "");
    List<Note> notes =
        database.rows(
            "SELECT name, body FROM note WHERE topic = ?",
            row -> new Note(row.getString(1), row.getString(2)),
            topic);
    if (notes.isEmpty()) {
      throw new ToolFailedException("no notes: topic=" + topic);
    }
    List<Link> links = links(notes);
    database.transaction(connection -> replace(connection, topic, links));
    tasks.add("export_graph", topic);
    return Map.of("notes", notes.size(), "links", links.size());
  }

  private static List<Link> links(List<Note> notes) throws ToolFailedException {
    Set<String> names = new TreeSet<>();
    notes.forEach(note -> names.add(note.name));
    List<Link> links = new ArrayList<>();
    for (Note note : notes) {
      Matcher found = LINK.matcher(note.body);
      while (found.find()) {
        String target = found.group(1);
        if (!names.contains(target)) {
          throw new ToolFailedException(note.name + " links to " + target + ", which is not there");
        }
        links.add(new Link(note.name, target));
      }
    }
    return links;
  }

  private static int replace(Connection connection, String topic, List<Link> links)
      throws SQLException {
    // Changed first, since the row makes others wait who build the same graph now.
    Database.update(connection, "UPDATE topic SET links = ? WHERE name = ?", links.size(), topic);
    Database.update(connection, "DELETE FROM link WHERE topic = ?", topic);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO link VALUES (?, ?, ?)")) {
      for (Link link : links) {
        Database.set(insert, topic, link.source, link.target);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return links.size();
  }

  private void export(String topic) throws SQLException, IOException {
    List<Link> links =
        database.rows(
            "SELECT source, target FROM link WHERE topic = ?",
            row -> new Link(row.getString(1), row.getString(2)),
            topic);
    Path graphs = Files.createDirectories(directory.resolve("graphs"));
    Path written = Files.createTempFile(graphs, topic, ".part");
    Files.write(written, JSON.writeValueAsBytes(links));
    Files.move(
        written,
        graphs.resolve(topic + ".json"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
