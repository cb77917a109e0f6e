package dev.tallyman.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallyman.dashboard.history.AllSources;
import dev.tallyman.dashboard.history.Answers;
import dev.tallyman.dashboard.history.Grid;
import dev.tallyman.dashboard.history.LabelMatcher;
import dev.tallyman.dashboard.history.Names;
import dev.tallyman.dashboard.history.Question;
import dev.tallyman.dashboard.history.RangeClient;
import dev.tallyman.dashboard.history.Selector;
import dev.tallyman.dashboard.history.Timeline;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/series}: what a metric was over time, or what can be calculated from it.
 *
 * <p>Threading: safe for all threads.
 */
final class SeriesApi implements Route.Action {
  static final int MOST_SERIES = 1_000;

  private static final String METRIC = "metric";
  private static final String FUNCTION = "fn";
  private static final String QUANTILE = "q";
  private static final String BY = "by";
  private static final String MATCH = "match";
  private static final Set<String> PARAMETERS =
      Set.of(METRIC, FUNCTION, QUANTILE, BY, MATCH, TimeRange.FROM, TimeRange.TO, TimeRange.STEP);

  private final List<RangeClient> history;
  private final Clock clock;

  private record Told(List<Timeline> series, List<String> missing) {}

  SeriesApi(List<RangeClient> history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Reply> answer(Request request) {
    Query query = Query.of(request).knowingOnly(PARAMETERS);
    Question question = question(query);
    Grid grid = TimeRange.of(query, clock.millis()).grid(query);
    AllSources sources = new AllSources(history);
    return new Answers(sources)
        .to(question, grid)
        .thenApply(
            series -> {
              Told told = new Told(series, sources.missing());
              return Reply.json(Json.write(json -> write(json, question, grid, told))).kept();
            });
  }

  private static Question question(Query query) {
    return new Question(
        new Selector(metric(query), matchers(query)),
        function(query),
        share(query),
        labels(query.one(BY)));
  }

  private static String metric(Query query) {
    String metric = query.one(METRIC, "");
    try {
      return Names.metric(metric);
    } catch (IllegalArgumentException e) {
      throw bad(
          METRIC,
          "metric must be the name of a metric, and one such as \"http.requests\" in quotes: "
              + metric);
    }
  }

  private static List<LabelMatcher> matchers(Query query) {
    List<LabelMatcher> matchers = new ArrayList<>();
    for (String condition : query.values(MATCH)) {
      try {
        matchers.add(LabelMatcher.parse(condition));
      } catch (IllegalArgumentException e) {
        throw bad(
            MATCH,
            "match must be such as label=value, label!=value, label=~re or label!~re, and a label"
                + " such as \"label.name\" in quotes: "
                + condition);
      }
    }
    return matchers;
  }

  private static Question.Function function(Query query) {
    String name = query.one(FUNCTION, "value");
    for (Question.Function function : Question.Function.values()) {
      if (nameOf(function).equals(name)) {
        return function;
      }
    }
    throw bad(FUNCTION, "fn must be value, rate, increase, avg or quantile");
  }

  private static String nameOf(Question.Function function) {
    return function.name().toLowerCase(Locale.ROOT);
  }

  private static double share(Query query) {
    String text = query.one(QUANTILE, "0.95");
    if (text.matches("[01]|[01]?\\.\\d{1,9}") && Double.parseDouble(text) <= 1) {
      return Double.parseDouble(text);
    }
    throw bad(QUANTILE, "q must be a number from 0 to 1");
  }

  private static @Nullable List<String> labels(@Nullable String by) {
    if (by == null) {
      return null;
    }
    try {
      return by.isEmpty() ? List.of() : Names.labels(by);
    } catch (IllegalArgumentException e) {
      throw bad(
          BY,
          "by must be names of labels with commas between them, and one such as \"label.name\" in"
              + " quotes: "
              + by);
    }
  }

  private static void write(JsonGenerator json, Question question, Grid grid, Told told)
      throws IOException {
    List<Timeline> series = told.series;
    String metric = question.selector().metric();
    json.writeStartObject();
    json.writeStringField(METRIC, metric);
    json.writeStringField(FUNCTION, nameOf(question.function()));
    json.writeStringField(
        "unit",
        question.function() == Question.Function.RATE
            ? MetricNames.unitPerSecond(metric)
            : MetricNames.unit(metric));
    writeSeconds(json, TimeRange.FROM, grid.startMillis());
    writeSeconds(json, TimeRange.TO, grid.endMillis());
    writeSeconds(json, TimeRange.STEP, grid.stepMillis());
    json.writeArrayFieldStart("times");
    for (int point = 0; point < grid.points(); point++) {
      json.writeNumber(Json.seconds(grid.millisAt(point)));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("series");
    for (Timeline timeline : series.subList(0, Math.min(series.size(), MOST_SERIES))) {
      write(json, timeline);
    }
    json.writeEndArray();
    json.writeBooleanField("truncated", series.size() > MOST_SERIES);
    json.writeArrayFieldStart("missing");
    for (String url : told.missing) {
      json.writeString(url);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Timeline timeline) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> label : timeline.labels().entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("values");
    for (int point = 0; point < timeline.points(); point++) {
      Json.writeFinite(json, timeline.at(point));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeSeconds(JsonGenerator json, String name, long millis)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(Json.seconds(millis));
  }

  private static Problem.Found bad(String parameter, String detail) {
    return new Problem.Found(Problem.badParameter(parameter, detail));
  }
}
