package dev.tallyman.exposition;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Which families a scrape asked for with {@code name[]}: those whose own name or one of whose
 * sample names was given. {@code requests} and {@code requests_total} both ask for the counter
 * {@code requests}, with all of its samples.
 *
 * <p>Threading: immutable.
 *
 * @param names the names asked for; none means every family
 */
public record NameFilter(Set<String> names) {
  /** Takes every family. */
  public static final NameFilter EVERYTHING = new NameFilter(Set.of());

  public NameFilter {
    names = Set.copyOf(names);
  }

  /** The filter for the values of {@code name[]}, empty ones ignored. */
  public static NameFilter of(Collection<String> names) {
    List<String> given = names.stream().filter(name -> !name.isEmpty()).toList();
    return given.isEmpty() ? EVERYTHING : new NameFilter(Set.copyOf(given));
  }

  boolean takes(SampleNames family) {
    return names.isEmpty() || !Collections.disjoint(family.all(), names);
  }
}
