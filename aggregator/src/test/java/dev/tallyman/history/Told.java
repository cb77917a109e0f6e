package dev.tallyman.history;

import dev.tallyman.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a history tells of its series. */
final class Told {
  private Told() {}

  /** A page on which each name with a digit for a label is a series. */
  static Consumer<Recorder> page(Map<String, Double> values) {
    return recorder ->
        values.forEach(
            (series, value) -> {
              int brace = series.indexOf('/');
              String name = brace < 0 ? series : series.substring(0, brace);
              Labels labels =
                  brace < 0
                      ? Labels.EMPTY
                      : new Labels(List.of("of"), List.of(series.substring(brace + 1)));
              recorder.put(recorder.series(name, labels), value);
            });
  }

  /** All samples of a metric, or of all if it is null, as text by series. */
  static Map<String, String> by(History history, @Nullable String name) throws HistoryException {
    Map<String, StringBuilder> told = new TreeMap<>();
    history.read(
        filter(name),
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        (series, labels, column) -> {
          String key = labels.values().isEmpty() ? series : series + "/" + labels.values().get(0);
          StringBuilder text = told.computeIfAbsent(key, k -> new StringBuilder());
          for (int i = 0; i < column.size(); i++) {
            double value = column.value(i);
            text.append(column.millis(i)).append('=');
            text.append(Staleness.isMark(value) ? "gone" : value).append(' ');
          }
        });
    Map<String, String> texts = new TreeMap<>();
    told.forEach((key, text) -> texts.put(key, text.toString().strip()));
    return texts;
  }

  private static SeriesFilter filter(@Nullable String name) {
    return new SeriesFilter() {
      @Override
      public @Nullable String onlyName() {
        return name;
      }

      @Override
      public boolean takesName(String other) {
        return name == null || name.equals(other);
      }

      @Override
      public boolean takesLabels(Labels labels) {
        return true;
      }
    };
  }
}
