package dev.tallyman.exposition;

import dev.tallyman.model.Family;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SketchRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
    String name = family.name();
    return switch (family.type()) {
      case COUNTER -> suffixed(name, "_total");
      case INFO -> suffixed(name, "_info");
      case GAUGE, STATE_SET -> of(name, name);
      case HISTOGRAM, NATIVE_HISTOGRAM ->
          of(name, name + "_bucket", name + "_count", name + "_sum");
      case SUMMARY -> of(name, name + "_count", name + "_sum");
      case QUANTILE_SUMMARY -> of(name, name, name + "_count", name + "_sum");
    };
  }

  /** The quantiles that a summary shows; none for other types. */
  static List<Double> quantiles(Family family) {
    SketchRules sketch = family.sketch();
    QuantileRules rules = sketch == null ? null : sketch.quantiles();
    return rules == null ? List.of() : rules.quantiles();
  }

  /** As in client_java, a counter called {@code x_total} is the same as one called {@code x}. */
  private static SampleNames suffixed(String name, String suffix) {
    boolean has = name.endsWith(suffix) && name.length() > suffix.length();
    String base = has ? name.substring(0, name.length() - suffix.length()) : name;
    return of(base, base + suffix);
  }

  private static SampleNames of(String base, String... samples) {
    Set<String> all = new HashSet<>(List.of(samples));
    all.add(base);
    return new SampleNames(base, List.of(samples), Set.copyOf(all));
  }
}
