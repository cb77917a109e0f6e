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
 */
record SampleNames(String base, List<String> samples, Set<String> all) {

  static SampleNames of(Family family) {
    return of(family, UnaryOperator.identity());
  }

  /** The names under an escaping, which leaves the suffixes alone as client_java's does. */
  static SampleNames of(Family family, UnaryOperator<String> escaping) {
    String name = family.name();
    return switch (family.type()) {
      case COUNTER -> suffixed(name, "_total", escaping);
      case INFO -> suffixed(name, "_info", escaping);
      case GAUGE, STATE_SET -> of(escaping.apply(name), "");
      case HISTOGRAM, NATIVE_HISTOGRAM -> of(escaping.apply(name), "_bucket", "_count", "_sum");
      case SUMMARY -> of(escaping.apply(name), "_count", "_sum");
      case QUANTILE_SUMMARY -> of(escaping.apply(name), "", "_count", "_sum");
    };
  }

  /** The quantiles that a summary shows; none for other types. */
  static List<Double> quantiles(Family family) {
    SketchRules sketch = family.sketch();
    QuantileRules rules = sketch == null ? null : sketch.quantiles();
    return rules == null ? List.of() : rules.quantiles();
  }

  /** As in client_java, a counter called {@code x_total} is the same as one called {@code x}. */
  private static SampleNames suffixed(String name, String suffix, UnaryOperator<String> escaping) {
    boolean has = name.endsWith(suffix) && name.length() > suffix.length();
    String base = has ? name.substring(0, name.length() - suffix.length()) : name;
    return of(escaping.apply(base), suffix);
  }

  private static SampleNames of(String base, String... suffixes) {
    List<String> samples = Arrays.stream(suffixes).map(suffix -> base + suffix).toList();
    Set<String> all = new HashSet<>(samples);
    all.add(base);
    return new SampleNames(base, samples, Set.copyOf(all));
  }
}
