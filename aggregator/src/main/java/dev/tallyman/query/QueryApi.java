package dev.tallyman.query;

import dev.tallyman.query.QueryException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers questions about the history in the form of Prometheus' HTTP API.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; what goes wrong is an answer, too.
 */
public final class QueryApi {
  private static final int OK = 200;
  private static final String SUCCESS = "{\"status\":\"success\",\"data\":";

  private final HistorySource history;

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param json the body
   */
  public record Answered(int status, ByteBuffer json) {}

  /** Answers from this history. */
  public QueryApi(HistorySource history) {
    this.history = history;
  }

  private interface Question {
    byte[] answer(Parameters parameters) throws QueryException, IOException;
  }

  /** The values of the series that a selector picks, step by step over a range of time. */
  public Answered queryRange(Map<String, List<String>> parameters) {
    return answered(this::range, parameters);
  }

  /** The series that selectors pick, and that had a sample in a range of time. */
  public Answered series(Map<String, List<String>> parameters) {
    return answered(this::seriesIn, parameters);
  }

  private static Answered answered(Question question, Map<String, List<String>> parameters) {
    try {
      return new Answered(OK, ByteBuffer.wrap(question.answer(new Parameters(parameters))));
    } catch (QueryException e) {
      return error(e.kind(), e);
    } catch (TooMuchException e) {
      return error(Kind.EXECUTION, e);
    } catch (IOException e) {
      return error(Kind.UNAVAILABLE, e);
    }
  }

  private static Answered error(Kind kind, Exception e) {
    Json json = new Json();
    json.raw("{\"status\":\"error\",\"errorType\":").text(kind.word());
    json.raw(",\"error\":").text(String.valueOf(e.getMessage())).raw("}");
    return new Answered(kind.status(), ByteBuffer.wrap(json.toBytes()));
  }

  private byte[] range(Parameters parameters) throws QueryException, IOException {
    RangeQuery query = RangeQuery.of(parameters);
    RangeEvaluation evaluation = new RangeEvaluation(query);
    history.read(query.selector(), evaluation.fromMillis(), query.endMillis(), evaluation);
    Json json = new Json().raw(SUCCESS).raw("{\"resultType\":\"matrix\",\"result\":[");
    String before = "";
    Map<SeriesName, RangeEvaluation.Points> found = evaluation.end();
    for (SeriesName name : sorted(found.keySet())) {
      RangeEvaluation.Points points = found.get(name);
      json.raw(before).raw("{\"metric\":").labels(name.all()).raw(",\"values\":");
      for (int i = 0; points != null && i < points.size(); i++) {
        json.raw(i == 0 ? "[" : ",").point(points.millis(i), points.value(i));
      }
      json.raw("]}");
      before = ",";
    }
    return json.raw("]}}").toBytes();
  }

  private byte[] seriesIn(Parameters parameters) throws QueryException, IOException {
    if (parameters.all("match[]").isEmpty()) {
      throw new QueryException(Kind.BAD_DATA, "no match[] parameter provided");
    }
    String start = parameters.first("start");
    String end = parameters.first("end");
    long from = start.isEmpty() ? Long.MIN_VALUE : Times.moment("start", start);
    long to = end.isEmpty() ? Long.MAX_VALUE : Times.moment("end", end);
    if (to < from) {
      throw QueryException.badParameter("end", "end timestamp must not be before start time");
    }
    Set<SeriesName> found = new HashSet<>();
    List<Selector> selectors = new ArrayList<>();
    for (String text : parameters.all("match[]")) {
      selectors.add(parameters.selector("match[]", text));
    }
    for (Selector selector : selectors) {
      history.read(selector, from, to, new SeriesCollector(found, from, to));
    }
    Json json = new Json().raw(SUCCESS).raw("[");
    String before = "";
    for (SeriesName name : sorted(found)) {
      json.raw(before).labels(name.all());
      before = ",";
    }
    return json.raw("]}").toBytes();
  }

  private static List<SeriesName> sorted(Set<SeriesName> names) {
    List<SeriesName> sorted = new ArrayList<>(names);
    sorted.sort(Comparator.comparing(SeriesName::name).thenComparing(SeriesName::sortedText));
    return sorted;
  }
}
