package dev.tallyman.exposition;

import dev.tallyman.model.Family;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SketchRules;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The names that a family's samples have on a page.
 *
 * <p>Threading: immutable.
 *
 * @param base the family's name without a suffix that its samples carry anyway
 * @param samples one name for a line's beginning each; for a histogram the buckets', the count's
 *     and the sum's; for a summary the quantiles' if it has any, the count's and the sum's
 * @param all what no other family may be called beside this one: the base and the samples
 * @param lines what no sample of another family may be called: the samples, and where it grows the
 *     line that says since when, whether this page has it or not
 */
record SampleNames(String base, List<String> samples, Set<String> all, Set<String> lines) {
  private static final String CREATED = "_created";

  static SampleNames of(Family family) {
    return of(family, UnaryOperator.identity());
  }

  /** The names under an escaping, which leaves the suffixes alone as client_java's does. */
  static SampleNames of(Family family, UnaryOperator<String> escaping) {
    String name = family.name();
    return switch (family.type()) {
      case COUNTER -> growing(escaping.apply(without("_total", name)), "_total");
      case INFO -> of(escaping.apply(without("_info", name)), "_info");
      case GAUGE, STATE_SET -> of(escaping.apply(name), "");
      case HISTOGRAM, NATIVE_HISTOGRAM ->
          growing(escaping.apply(name), "_bucket", "_count", "_sum");
      case SUMMARY -> growing(escaping.apply(name), "_count", "_sum");
      case QUANTILE_SUMMARY -> growing(escaping.apply(name), "", "_count", "_sum");
    };
  }

  /** Whether it matters when a series began: where it only grows. */
  boolean hasCreated() {
    return lines.contains(created());
  }

  /** The name of the line that says when a series began. */
  String created() {
    return base + CREATED;
  }

  /** The quantiles that a summary shows; none for other types. */
  static List<Double> quantiles(Family family) {
    SketchRules sketch = family.sketch();
    QuantileRules rules = sketch == null ? null : sketch.quantiles();
    return rules == null ? List.of() : rules.quantiles();
  }

  /** As in client_java, a counter called {@code x_total} is the same as one called {@code x}. */
  private static String without(String suffix, String name) {
    boolean has = name.endsWith(suffix) && name.length() > suffix.length();
    return has ? name.substring(0, name.length() - suffix.length()) : name;
  }

  private static SampleNames growing(String base, String... suffixes) {
    SampleNames names = of(base, suffixes);
    Set<String> lines = new HashSet<>(names.lines);
    lines.add(base + CREATED);
    return new SampleNames(base, names.samples, names.all, Set.copyOf(lines));
  }

  private static SampleNames of(String base, String... suffixes) {
    List<String> samples = Arrays.stream(suffixes).map(suffix -> base + suffix).toList();
    Set<String> all = new HashSet<>(samples);
    all.add(base);
    return new SampleNames(base, samples, Set.copyOf(all), Set.copyOf(samples));
  }
}
