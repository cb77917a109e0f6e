package dev.tallyman.dashboard.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the answer to a range query, in Prometheus' form. It goes over the bytes once and keeps
 * numbers only. Loading this class loads Jackson.
 *
 * <p>Threading: one thread at a time.
 */
final class RangeAnswer {
  /** So many numbers are 32 MB: more would hurt a worker that serves others too. */
  static final int LIMIT_VALUES = 4_000_000;

  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_COMPLAINT = 300;

  private final JsonParser json;
  private final Grid grid;
  private final List<Timeline> timelines = new ArrayList<>();
  private boolean complete;

  private RangeAnswer(JsonParser json, Grid grid) {
    this.json = json;
    this.grid = grid;
  }

  /** The answer is in another form. */
  static final class FormatException extends Exception {
    private static final long serialVersionUID = 1;

    FormatException(String message) {
      super(message);
    }
  }

  /** The answer has more values than can be kept. */
  static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  static List<Timeline> timelines(byte[] body, Grid grid) throws FormatException {
    try (JsonParser json = JSON.createParser(body)) {
      RangeAnswer answer = new RangeAnswer(json, grid);
      answer.read();
      if (!answer.complete) {
        throw new FormatException("it has no matrix");
      }
      return answer.timelines;
    } catch (IOException e) {
      throw new FormatException("it is not JSON of the right form");
    }
  }

  /** What the source says is wrong with a question. */
  static String complaint(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        boolean named = token == JsonToken.FIELD_NAME && json.currentName().equals("error");
        if (named && json.nextToken() == JsonToken.VALUE_STRING) {
          String text = json.getText();
          return text.substring(0, Math.min(text.length(), LONGEST_COMPLAINT));
        }
      }
    } catch (IOException e) {
      return "the question was refused, and not in JSON";
    }
    return "the question was refused";
  }

  private void read() throws IOException, FormatException {
    expect(json.nextToken() == JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "status" -> expect(json.getText().equals("success"));
        case "data" -> readData();
        default -> json.skipChildren();
      }
    }
  }

  private void readData() throws IOException, FormatException {
    expect(json.currentToken() == JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "resultType" -> expect(json.getText().equals("matrix"));
        case "result" -> readSeries();
        default -> json.skipChildren();
      }
    }
  }

  private void readSeries() throws IOException, FormatException {
    expect(json.currentToken() == JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken() == JsonToken.START_OBJECT);
      if ((timelines.size() + 1L) * grid.points() > LIMIT_VALUES) {
        throw new TooMuchException();
      }
      Map<String, String> labels = Map.of();
      double[] values = new double[grid.points()];
      Arrays.fill(values, Double.NaN);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "metric" -> labels = labels();
          case "values" -> readValues(values);
          default -> json.skipChildren();
        }
      }
      timelines.add(Timeline.owning(labels, values));
    }
    complete = true;
  }

  private Map<String, String> labels() throws IOException, FormatException {
    expect(json.currentToken() == JsonToken.START_OBJECT);
    Map<String, String> labels = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      expect(json.nextToken() == JsonToken.VALUE_STRING);
      if (!name.equals("__name__")) {
        labels.put(name, json.getText());
      }
    }
    return labels;
  }

  private void readValues(double[] values) throws IOException, FormatException {
    expect(json.currentToken() == JsonToken.START_ARRAY);
    while (json.nextToken() == JsonToken.START_ARRAY) {
      expect(json.nextToken().isNumeric());
      int point = grid.pointAt(Math.round(json.getDoubleValue() * 1_000));
      expect(json.nextToken() == JsonToken.VALUE_STRING);
      double value = number(json.getText());
      expect(json.nextToken() == JsonToken.END_ARRAY);
      if (point >= 0) {
        values[point] = value;
      }
    }
  }

  private static double number(String text) throws FormatException {
    try {
      return switch (text) {
        case "+Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw new FormatException("it has a value that is no number");
    }
  }

  private static void expect(boolean met) throws FormatException {
    if (!met) {
      throw new FormatException("it is not in the form of a range query's answer");
    }
  }
}
