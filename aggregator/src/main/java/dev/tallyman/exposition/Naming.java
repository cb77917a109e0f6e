package dev.tallyman.exposition;

import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names as they stand on a page, under one escaping.
 *
 * <p>Threading: stateless.
 */
final class Naming {
  /** What a name begins with whose characters stand there by their numbers. */
  private static final String ENCODED = "U__";

  private final EscapingScheme scheme;

  Naming(EscapingScheme scheme) {
    this.scheme = scheme;
  }

  String escaped(String name) {
    return PrometheusNaming.escapeName(name, scheme);
  }

  /** Whether a metric can be called so outside of braces and quotes. */
  static boolean isPlainMetric(String name) {
    return PrometheusNaming.isValidLegacyMetricName(name);
  }

  /** A metric's name where nothing else can stand: in quotes if it needs them. */
  static void writeMetric(Page page, String name) {
    write(page, name, isPlainMetric(name));
  }

  /** A label's name, in quotes only where the scraper knows them. */
  void writeLabel(Page page, String name) {
    String escaped = escapedLabel(name);
    write(page, escaped, PrometheusNaming.isValidLegacyLabelName(escaped));
  }

  /**
   * As a metric's name, but a label's may have no colon either. client_java leaves it there, in
   * quotes, for which an older scraper refuses the page.
   */
  private String escapedLabel(String name) {
    String escaped = escaped(name);
    return switch (scheme) {
      case ALLOW_UTF8 -> escaped;
      case UNDERSCORE_ESCAPING -> escaped.replace(':', '_');
      case DOTS_ESCAPING -> escaped.replace(":", "__");
      case VALUE_ENCODING_ESCAPING -> {
        boolean encoded = !escaped.equals(name) || name.indexOf(':') < 0;
        String all = encoded ? escaped : ENCODED + name.replace("_", "__");
        yield all.replace(":", "_3a_");
      }
    };
  }

  /** Whether client_java, which writes protobuf, gives the family's labels the same names. */
  boolean agreesWithClientJava(Family family) {
    return labels(family).stream().allMatch(label -> escaped(label).equals(escapedLabel(label)));
  }

  private static void write(Page page, String name, boolean plain) {
    if (plain) {
      page.writeText(name);
    } else {
      page.write('"');
      page.writeEscaped(name);
      page.write('"');
    }
  }

  /** Whether the family's names are such that they look the same under every escaping but dots. */
  static boolean isPlain(Family family) {
    return isPlainMetric(family.name())
        && labels(family).stream().allMatch(PrometheusNaming::isValidLegacyLabelName);
  }

  /** Whether two of its labels become one. */
  boolean mixesLabels(Family family) {
    Set<String> seen = new HashSet<>();
    for (String label : labels(family)) {
      if (!seen.add(escapedLabel(label))) {
        return true;
      }
    }
    return false;
  }

  /** The family's own labels and those that are added to them. */
  private static List<String> labels(Family family) {
    List<String> labels = new ArrayList<>(family.labelNames());
    GaugeMode mode = family.gaugeMode();
    switch (family.type()) {
      case HISTOGRAM, NATIVE_HISTOGRAM -> labels.add("le");
      case SUMMARY, QUANTILE_SUMMARY -> labels.add("quantile");
      case STATE_SET -> labels.add(family.name());
      case GAUGE -> {
        if (mode != null && mode.rule() == GaugeMode.Rule.EACH) {
          labels.addAll(List.of("pid", "worker"));
        }
      }
      case COUNTER, INFO -> {}
    }
    return labels;
  }
}
