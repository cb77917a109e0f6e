package dev.tallyman.exposition;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Soundness;

/**
 * Writes families as text 0.0.4 or OpenMetrics 1.0: the same lines under different heads, but for
 * one rule about sums that are not a number.
 *
 * <p>The bytes are those of client_java's writers, but for the order: families, series, labels and
 * states stand in the order they are given in, where client_java sorts.
 */
final class TextWriter {
  private static final byte[] END = {'#', ' ', 'E', 'O', 'F', '\n'};

  private final Page page;
  private final Format format;
  private final boolean createdLines;

  /** Of exemplars; families have their own. */
  private final Naming naming;

  TextWriter(Page page, Dialect dialect) {
    this.page = page;
    this.format = dialect.format();
    this.naming = new Naming(dialect.escaping());
    this.createdLines = dialect.createdLines() && format == Format.OPEN_METRICS;
  }

  /** Writes one family; nothing if it has no series to show. */
  void write(FamilyView view, FamilyText text) {
    int before = page.length();
    page.write(text.head(format));
    int head = page.length();
    int place = 0;
    for (SeriesView series : view.series()) {
      if (Soundness.isSound(text.family(), series)) {
        write(series, place, text);
        if (createdLines && text.hasCreated()) {
          page.write(text.createdStart());
          text.labels().write(page, place, series.labels());
          page.writeSeconds(series.createdMillis());
          page.write('\n');
        }
        place++;
      }
    }
    text.labels().forgetFrom(place);
    if (page.length() == head) {
      page.truncate(before);
    }
  }

  /** Writes what comes after the last family. */
  void end() {
    if (format == Format.OPEN_METRICS) {
      page.write(END);
    }
  }

  private void write(SeriesView series, int place, FamilyText text) {
    switch (text.family().type()) {
      case COUNTER -> {
        start(text, 0, series, place);
        page.writeValue(series.value());
        exemplar(series, 0);
        page.write('\n');
      }
      case GAUGE -> {
        start(text, 0, series, place);
        page.writeValue(series.value());
        page.write('\n');
      }
      case INFO -> {
        start(text, 0, series, place);
        page.write('1');
        page.write('\n');
      }
      case STATE_SET -> states(text, series, place);
      case HISTOGRAM, NATIVE_HISTOGRAM -> histogram(text, series, place);
      case SUMMARY -> countAndSum(text, 0, series, place);
      case QUANTILE_SUMMARY -> {
        quantiles(text, series, place);
        countAndSum(text, 1, series, place);
      }
    }
  }

  private void states(FamilyText text, SeriesView series, int place) {
    for (int state = 0; state < text.lastLabelCount(); state++) {
      page.write(text.start(0));
      text.labels().write(page, place, series.labels(), text.lastLabel(state));
      page.write(series.stateOn(state) ? '1' : '0');
      page.write('\n');
    }
  }

  private void histogram(FamilyText text, SeriesView series, int place) {
    long cumulative = 0;
    for (int bucket = 0; bucket < text.lastLabelCount(); bucket++) {
      cumulative += series.bucketCount(bucket);
      page.write(text.start(0));
      text.labels().write(page, place, series.labels(), text.lastLabel(bucket));
      page.writeCount(cumulative);
      exemplar(series, bucket);
      page.write('\n');
    }
    boolean summed = !Double.isNaN(series.sum());
    // OpenMetrics has a histogram's count and sum both or neither.
    if (summed || format == Format.TEXT) {
      start(text, 1, series, place);
      page.writeCount(cumulative);
      page.write('\n');
    }
    if (summed) {
      sum(text, 2, series, place);
    }
  }

  private void write(Exemplar exemplar) {
    Labels labels = exemplar.labels();
    page.writeText(" # {");
    for (int i = 0; i < labels.names().size(); i++) {
      if (i > 0) {
        page.write(',');
      }
      naming.writeLabel(page, labels.names().get(i));
      page.writeText("=\"");
      page.writeEscaped(labels.values().get(i));
      page.write('"');
    }
    page.writeText("} ");
    page.writeValue(exemplar.value());
    page.write(' ');
    page.writeSeconds(exemplar.timestampMillis());
  }

  /** Only OpenMetrics has them. */
  private void exemplar(SeriesView series, int bucket) {
    Exemplar exemplar = format == Format.OPEN_METRICS ? series.exemplar(bucket) : null;
    if (exemplar != null) {
      write(exemplar);
    }
  }

  private void quantiles(FamilyText text, SeriesView series, int place) {
    for (int quantile = 0; quantile < text.lastLabelCount(); quantile++) {
      page.write(text.start(0));
      text.labels().write(page, place, series.labels(), text.lastLabel(quantile));
      page.writeValue(series.quantile(quantile));
      page.write('\n');
    }
  }

  private void countAndSum(FamilyText text, int sample, SeriesView series, int place) {
    start(text, sample, series, place);
    page.writeCount(series.count());
    page.write('\n');
    if (!Double.isNaN(series.sum())) {
      sum(text, sample + 1, series, place);
    }
  }

  private void sum(FamilyText text, int sample, SeriesView series, int place) {
    start(text, sample, series, place);
    page.writeValue(series.sum());
    page.write('\n');
  }

  private void start(FamilyText text, int sample, SeriesView series, int place) {
    page.write(text.start(sample));
    text.labels().write(page, place, series.labels());
  }
}
