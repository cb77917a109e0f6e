package dev.tallyman.workers;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.SketchRules;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Families and their values as JSON, up to so many series. Numbers that JSON has not are null.
 *
 * <p>Threading: one thread at a time.
 */
final class FamiliesJson {
  static final int SERIES_LIMIT = 1_000;

  /** Up to here a double has all whole numbers. */
  private static final double WHOLE_LIMIT = 0x1p53;

  private final JsonGenerator json;
  private int written;
  private boolean full;

  FamiliesJson(JsonGenerator json) {
    this.json = json;
  }

  /** Whether something was left out. */
  boolean isFull() {
    return full;
  }

  void write(FamilyView view) throws IOException {
    Family family = view.family();
    List<? extends SeriesView> series = view.series();
    int room = Math.min(series.size(), SERIES_LIMIT - written);
    full |= room < series.size();
    if (room == 0) {
      return;
    }
    written += room;
    json.writeStartObject();
    json.writeStringField("name", family.name());
    json.writeStringField("type", family.type().name().toLowerCase(Locale.ROOT));
    json.writeStringField("help", family.help());
    json.writeStringField("unit", family.unit());
    json.writeArrayFieldStart("series");
    for (SeriesView one : series.subList(0, room)) {
      json.writeStartObject();
      labels(one.labels());
      values(family, one);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void labels(Labels labels) throws IOException {
    json.writeObjectFieldStart("labels");
    for (int i = 0; i < labels.names().size(); i++) {
      json.writeStringField(labels.names().get(i), labels.values().get(i));
    }
    json.writeEndObject();
  }

  private void values(Family family, SeriesView series) throws IOException {
    switch (family.type()) {
      case COUNTER, GAUGE -> number("value", series.value());
      case INFO -> json.writeNumberField("value", 1);
      case STATE_SET -> {
        json.writeObjectFieldStart("states");
        for (int state = 0; state < family.states().size(); state++) {
          json.writeBooleanField(family.states().get(state), series.stateOn(state));
        }
        json.writeEndObject();
      }
      case HISTOGRAM, SUMMARY, NATIVE_HISTOGRAM -> observations(family, series);
      case QUANTILE_SUMMARY -> {
        observations(family, series);
        quantiles(Objects.requireNonNull(family.sketch()), series);
      }
    }
  }

  private void observations(Family family, SeriesView series) throws IOException {
    json.writeNumberField("count", series.count());
    number("sum", series.sum());
    if (!family.type().hasUpperBounds()) {
      return;
    }
    json.writeArrayFieldStart("buckets");
    long cumulative = 0;
    for (int bucket = 0; bucket <= family.upperBounds().size(); bucket++) {
      cumulative += series.bucketCount(bucket);
      json.writeStartObject();
      json.writeStringField(
          "le",
          bucket == family.upperBounds().size()
              ? "+Inf"
              : Double.toString(family.upperBounds().get(bucket)));
      json.writeNumberField("count", cumulative);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void quantiles(SketchRules rules, SeriesView series) throws IOException {
    List<Double> quantiles = Objects.requireNonNull(rules.quantiles()).quantiles();
    json.writeObjectFieldStart("quantiles");
    for (int place = 0; place < quantiles.size(); place++) {
      number(Double.toString(quantiles.get(place)), series.quantile(place));
    }
    json.writeEndObject();
  }

  private void number(String name, double value) throws IOException {
    json.writeFieldName(name);
    write(json, value);
  }

  static void write(JsonGenerator json, double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < WHOLE_LIMIT) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }
}
