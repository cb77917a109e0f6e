package dev.tallyman.exposition;

import dev.tallyman.model.Family;
import dev.tallyman.model.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The bytes that a family's lines are put together from, made once for as long as the family stays.
 *
 * <p>Threading: one thread at a time, for the labels.
 */
final class FamilyText {
  private final Family family;
  private final SampleNames names;
  private final byte[] textHead;
  private final byte[] openMetricsHead;
  private final List<byte[]> starts;
  private final List<byte[]> lastLabels;
  private final LabelText labels = new LabelText();
  private long round;
  private boolean refused;

  FamilyText(Family family) {
    this.family = family;
    this.names = SampleNames.of(family);
    this.textHead = textHead(family, names);
    this.openMetricsHead = openMetricsHead(family, names);
    this.starts =
        names.samples().stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toList();
    this.lastLabels = lastLabels(family);
  }

  Family family() {
    return family;
  }

  SampleNames names() {
    return names;
  }

  byte[] head(Format format) {
    return format == Format.TEXT ? textHead : openMetricsHead;
  }

  /** What a line of the given sample begins with, up to the labels. */
  byte[] start(int sample) {
    return starts.get(sample);
  }

  /**
   * The label that tells the lines of one series apart: of a histogram {@code le}, of a summary
   * {@code quantile}, of a state set the state.
   */
  byte[] lastLabel(int line) {
    return lastLabels.get(line);
  }

  int lastLabelCount() {
    return lastLabels.size();
  }

  LabelText labels() {
    return labels;
  }

  /** The last round of writing in which the family was there. */
  long round() {
    return round;
  }

  void seenIn(long currentRound) {
    round = currentRound;
  }

  /** Whether the family is refused for the first time. */
  boolean firstRefusal() {
    boolean first = !refused;
    refused = true;
    return first;
  }

  private static byte[] textHead(Family family, SampleNames names) {
    boolean oneSample = names.samples().size() == 1;
    String name = oneSample ? names.samples().get(0) : names.base();
    String type =
        switch (family.type()) {
          case INFO, STATE_SET -> "gauge";
          case COUNTER, GAUGE, HISTOGRAM, SUMMARY, NATIVE_HISTOGRAM, QUANTILE_SUMMARY ->
              typeName(family.type());
        };
    Page head = new Page();
    if (!family.help().isEmpty()) {
      head.writeText("# HELP " + name + " ");
      head.writeEscapedHelp(family.help());
      head.write('\n');
    }
    head.writeText("# TYPE " + name + " " + type + "\n");
    return bytesOf(head);
  }

  private static byte[] openMetricsHead(Family family, SampleNames names) {
    Page head = new Page();
    head.writeText("# TYPE " + names.base() + " " + typeName(family.type()) + "\n");
    boolean unitAllowed = family.type() != MetricType.INFO && family.type() != MetricType.STATE_SET;
    if (unitAllowed && names.base().endsWith("_" + family.unit()) && !family.unit().isEmpty()) {
      head.writeText("# UNIT " + names.base() + " " + family.unit() + "\n");
    }
    if (!family.help().isEmpty()) {
      head.writeText("# HELP " + names.base() + " ");
      head.writeEscaped(family.help());
      head.write('\n');
    }
    return bytesOf(head);
  }

  private static String typeName(MetricType type) {
    return switch (type) {
      case COUNTER, GAUGE, INFO -> type.name().toLowerCase(Locale.ROOT);
      case HISTOGRAM, NATIVE_HISTOGRAM -> "histogram";
      case SUMMARY, QUANTILE_SUMMARY -> "summary";
      case STATE_SET -> "stateset";
    };
  }

  private static List<byte[]> lastLabels(Family family) {
    List<byte[]> result = new ArrayList<>();
    if (family.type().hasUpperBounds()) {
      for (double bound : family.upperBounds()) {
        result.add(lastLabel("le", Double.toString(bound)));
      }
      result.add(lastLabel("le", "+Inf"));
    }
    for (double quantile : SampleNames.quantiles(family)) {
      result.add(lastLabel("quantile", Double.toString(quantile)));
    }
    for (String state : family.states()) {
      result.add(lastLabel(family.name(), state));
    }
    return List.copyOf(result);
  }

  private static byte[] lastLabel(String name, String value) {
    Page label = new Page();
    label.writeText(name + "=\"");
    label.writeEscaped(value);
    label.writeText("\"} ");
    return bytesOf(label);
  }

  private static byte[] bytesOf(Page page) {
    byte[] bytes = new byte[page.length()];
    page.content().get(bytes);
    return bytes;
  }
}
