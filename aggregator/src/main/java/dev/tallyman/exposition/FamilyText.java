package dev.tallyman.exposition;

import dev.tallyman.model.Family;
import dev.tallyman.model.MetricType;
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
  private final boolean hasCreated;
  private final byte[] createdStart;
  private final LabelText labels;
  private final boolean plain;
  private final boolean calledSo;
  private final boolean labelsApart;
  private final boolean agreesWithClientJava;
  private long round;
  private boolean refused;

  FamilyText(Family family, Naming naming) {
    this.family = family;
    this.names = SampleNames.of(family, naming::escaped);
    this.textHead = textHead(family, names);
    this.openMetricsHead = openMetricsHead(family, names);
    this.starts = names.samples().stream().map(FamilyText::start).toList();
    this.hasCreated = names.hasCreated();
    this.createdStart = start(names.created());
    this.lastLabels = lastLabels(family, naming);
    this.labels = new LabelText(naming, !Naming.isPlainMetric(names.base()));
    this.plain = Naming.isPlain(family);
    this.calledSo = Naming.isPlainMetric(family.name());
    this.labelsApart = !naming.mixesLabels(family);
    this.agreesWithClientJava = naming.agreesWithClientJava(family);
  }

  Family family() {
    return family;
  }

  SampleNames names() {
    return names;
  }

  /** Whether it is the same under every escaping but dots. */
  boolean isPlain() {
    return plain;
  }

  /** Whether its name needs no escaping. */
  boolean isCalledSo() {
    return calledSo;
  }

  /** Whether its labels stay apart under this escaping. */
  boolean hasItsLabels() {
    return labelsApart;
  }

  /** Whether client_java gives its labels the same names. */
  boolean agreesWithClientJava() {
    return agreesWithClientJava;
  }

  byte[] head(Format format) {
    return format == Format.TEXT ? textHead : openMetricsHead;
  }

  /** What a line of the given sample begins with, up to the labels. */
  byte[] start(int sample) {
    return starts.get(sample);
  }

  /** Whether it matters when a series began. */
  boolean hasCreated() {
    return hasCreated;
  }

  /** What the line begins with that says when a series began. */
  byte[] createdStart() {
    return createdStart;
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

  /** A name that needs quotes stands within the braces, before the labels. */
  private static byte[] start(String name) {
    Page start = new Page();
    if (!Naming.isPlainMetric(name)) {
      start.write('{');
    }
    Naming.writeMetric(start, name);
    return bytesOf(start);
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
      comment(head, "HELP", name);
      head.writeEscapedHelp(family.help());
      head.write('\n');
    }
    comment(head, "TYPE", name);
    head.writeText(type + "\n");
    return bytesOf(head);
  }

  private static byte[] openMetricsHead(Family family, SampleNames names) {
    Page head = new Page();
    comment(head, "TYPE", names.base());
    head.writeText(typeName(family.type()) + "\n");
    boolean unitAllowed = family.type() != MetricType.INFO && family.type() != MetricType.STATE_SET;
    if (unitAllowed && !family.unit().isEmpty()) {
      comment(head, "UNIT", names.base());
      head.writeText(family.unit() + "\n");
    }
    if (!family.help().isEmpty()) {
      comment(head, "HELP", names.base());
      head.writeEscaped(family.help());
      head.write('\n');
    }
    return bytesOf(head);
  }

  private static void comment(Page head, String what, String name) {
    head.writeText("# " + what + " ");
    Naming.writeMetric(head, name);
    head.write(' ');
  }

  private static String typeName(MetricType type) {
    return switch (type) {
      case COUNTER, GAUGE, INFO -> type.name().toLowerCase(Locale.ROOT);
      case HISTOGRAM, NATIVE_HISTOGRAM -> "histogram";
      case SUMMARY, QUANTILE_SUMMARY -> "summary";
      case STATE_SET -> "stateset";
    };
  }

  private static List<byte[]> lastLabels(Family family, Naming naming) {
    List<byte[]> result = new ArrayList<>();
    if (family.type().hasUpperBounds()) {
      for (double bound : family.upperBounds()) {
        result.add(lastLabel(naming, "le", Double.toString(bound)));
      }
      result.add(lastLabel(naming, "le", "+Inf"));
    }
    for (double quantile : SampleNames.quantiles(family)) {
      result.add(lastLabel(naming, "quantile", Double.toString(quantile)));
    }
    for (String state : family.states()) {
      result.add(lastLabel(naming, family.name(), state));
    }
    return List.copyOf(result);
  }

  private static byte[] lastLabel(Naming naming, String name, String value) {
    Page label = new Page();
    naming.writeLabel(label, name);
    label.writeText("=\"");
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
