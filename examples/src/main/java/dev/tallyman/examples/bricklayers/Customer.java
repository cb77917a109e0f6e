package dev.tallyman.examples.bricklayers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.examples.visitors.Site;
import dev.tallyman.examples.visitors.Visitor;
import java.io.IOException;
import java.util.Random;

/**
 * Brings a file, asks how it is getting on, takes the result home, and comes back with another.
 *
 * <p>Threading: one thread at a time.
 */
final class Customer implements Visitor.Visit {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NONE = "";

  private String job = NONE;

  @Override
  public void to(Site site, Random random) throws IOException, InterruptedException {
    if (job.equals(NONE)) {
      job = bring(site, "print.gcode", Models.usual(random));
      return;
    }
    switch (statusOf(site, job)) {
      case "pending", "processing" -> {
        // Comes again.
      }
      case "completed" -> {
        download(site, job);
        job = NONE;
      }
      default -> job = NONE;
    }
  }

  /** Uploads a file; answers with the job's id, which is empty if the file was refused. */
  static String bring(Site site, String name, byte[] file)
      throws IOException, InterruptedException {
    return read(site.upload("/api/v1/upload?name=" + name, file).body(), "job_id");
  }

  static String statusOf(Site site, String job) throws IOException, InterruptedException {
    return read(site.get("/api/v1/status/" + job).body(), "status");
  }

  static void download(Site site, String job) throws IOException, InterruptedException {
    site.get("/api/v1/download/" + job);
  }

  private static String read(String json, String field) throws IOException {
    JsonNode value = JSON.readTree(json).path(field);
    return value.asText(NONE);
  }
}
