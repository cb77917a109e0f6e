package dev.tallyman.workers;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallyman.merge.Merger;
import dev.tallyman.model.FamilyView;
import dev.tallyman.scan.ScannedWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Workers as JSON. What is not known is null.
 *
 * <p>Threading: one thread at a time.
 */
final class WorkersJson {
  static final int WORKERS_LIMIT = 1_000;

  private final JsonGenerator json;
  private boolean truncated;

  WorkersJson(JsonGenerator json) {
    this.json = json;
  }

  void list(List<WorkerInfo> workers, Map<UUID, Usage> usages, long nowMillis) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("workers");
    for (WorkerInfo worker : workers.subList(0, Math.min(workers.size(), WORKERS_LIMIT))) {
      worker(worker, usages.get(worker.id()), nowMillis);
    }
    json.writeEndArray();
    json.writeBooleanField("truncated", workers.size() > WORKERS_LIMIT);
    json.writeEndObject();
  }

  /** The answer about one worker, up to its values. */
  void begin(WorkerInfo worker, @Nullable Usage usage, long nowMillis) throws IOException {
    json.writeStartObject();
    json.writeFieldName("worker");
    worker(worker, usage, nowMillis);
    json.writeArrayFieldStart("families");
  }

  /** Its values, merged as if there were no other worker. */
  void values(ScannedWorker worker, String metric) {
    FamiliesJson families = new FamiliesJson(json);
    try {
      for (FamilyView family : new Merger().merge(List.of(worker))) {
        if (metric.isEmpty() || metric.equals(family.family().name())) {
          families.write(family);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can't be written to", e);
    }
    truncated = families.isFull();
  }

  void end() throws IOException {
    json.writeEndArray();
    json.writeBooleanField("truncated", truncated);
    json.writeEndObject();
  }

  void error(String message) throws IOException {
    json.writeStartObject();
    json.writeStringField("error", message);
    json.writeEndObject();
  }

  private void worker(WorkerInfo worker, @Nullable Usage usage, long nowMillis) throws IOException {
    long processStart = worker.header().processStartMillis();
    long born = processStart == 0 ? worker.header().createdMillis() : processStart;
    long until = worker.endedMillis() == 0 ? nowMillis : worker.endedMillis();
    json.writeStartObject();
    json.writeStringField("id", worker.id().toString());
    json.writeStringField("name", worker.header().workerName());
    json.writeNumberField("pid", worker.header().pid());
    json.writeStringField("state", worker.state().word());
    json.writeStringField("file", worker.file());
    seconds("began", worker.header().createdMillis());
    seconds("age_seconds", Math.max(1, until - born));
    seconds("last_write", worker.lastWriteMillis());
    seconds("ended", worker.endedMillis());
    json.writeNumberField("series", worker.series());
    json.writeNumberField("bytes", worker.bytes());
    number("cpu_seconds", usage == null ? Double.NaN : usage.cpuSeconds());
    number("cpu_ratio", usage == null ? Double.NaN : usage.cpuRatio());
    number("memory_bytes", usage == null ? Double.NaN : usage.memoryBytes());
    json.writeNumberField("dropped", worker.losses().dropped());
    json.writeNumberField("over_limit", worker.losses().overLimit());
    json.writeNumberField("not_on_disk", worker.losses().notOnDisk());
    json.writeEndObject();
  }

  private void seconds(String name, long millis) throws IOException {
    json.writeFieldName(name);
    if (millis == 0) {
      json.writeNull();
    } else {
      json.writeNumber(BigDecimal.valueOf(millis, 3));
    }
  }

  private void number(String name, double value) throws IOException {
    json.writeFieldName(name);
    FamiliesJson.write(json, value);
  }
}
