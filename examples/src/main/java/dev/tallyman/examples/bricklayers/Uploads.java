package dev.tallyman.examples.bricklayers;

import dev.tallyman.examples.service.Call;
import dev.tallyman.examples.service.Reply;
import dev.tallyman.instrumentation.transfers.UploadMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes files and makes jobs of them.
 *
 * <p>A file lies on disk under an id and the name that its user gave it. That a name can be too
 * long for the file system was not foreseen: it is answered with 500, and counted as {@code
 * failed_error}.
 *
 * <p>Threading: safe for all threads.
 */
final class Uploads {
  static final long LARGEST_BYTES = 4_000_000;

  private static final List<String> EXTENSIONS = List.of(".gcode", ".gco", ".g");
  private static final int CHUNK = 64 * 1024;

  private final Folders folders;
  private final JobQueue queue;
  private final UploadMetrics metrics;

  Uploads(Folders folders, JobQueue queue, UploadMetrics metrics) {
    this.folders = folders;
    this.queue = queue;
    this.metrics = metrics;
  }

  /** Answers a request to take a file. */
  Reply take(Call call) throws IOException {
    String name = call.query("name", "");
    if (EXTENSIONS.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
      metrics.invalid("invalid_extension");
      return Reply.problem(400, "the name must end in one of " + EXTENSIONS);
    }
    // Whoever says beforehand that it is too much need not send it.
    if (call.length() > LARGEST_BYTES) {
      return tooLarge();
    }
    try {
      return take(name, call.body());
    } catch (IOException e) {
      metrics.failed();
      throw e;
    }
  }

  private Reply take(String name, InputStream body) throws IOException {
    String id = queue.newId();
    Path file = folders.incoming().resolve(id + "-" + harmless(name));
    long size = copy(body, file);
    if (size > LARGEST_BYTES) {
      folders.throwAway(file);
      return tooLarge();
    }
    if (size == 0) {
      folders.throwAway(file);
      metrics.invalid("empty_file");
      return Reply.problem(400, "there is nothing in the file");
    }
    String stored = file.getFileName().toString();
    Folders.move(file, folders.uploads().resolve(stored));
    queue.add(id, stored);
    metrics.succeeded(size);
    return Reply.json(201, Map.of("job_id", id, "status", JobState.PENDING.word()));
  }

  private Reply tooLarge() {
    metrics.tooLarge();
    return Reply.problem(413, "more than " + LARGEST_BYTES + " bytes");
  }

  /** Copies, until it is too much. */
  private static long copy(InputStream body, Path file) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long size = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = body.read(chunk); n >= 0 && size <= LARGEST_BYTES; n = body.read(chunk)) {
        out.write(chunk, 0, n);
        size += n;
      }
    }
    return size;
  }

  /** A name that leads nowhere else. */
  private static String harmless(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
