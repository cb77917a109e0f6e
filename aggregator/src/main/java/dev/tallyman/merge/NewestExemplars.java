package dev.tallyman.merge;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Family;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest exemplar of a counter, or of each bucket of a histogram.
 *
 * <p>Threading: one thread at a time.
 */
final class NewestExemplars {
  private final Family family;
  private final @Nullable Exemplar[] places;

  NewestExemplars(Family family) {
    this.family = family;
    this.places = new @Nullable Exemplar[family.upperBounds().size() + 1];
  }

  /** What is known and some more; nobody needs memory for none. */
  static @Nullable NewestExemplars with(
      @Nullable NewestExemplars known, Family family, List<Exemplar> more) {
    if (more.isEmpty()) {
      return known;
    }
    NewestExemplars newest = known == null ? new NewestExemplars(family) : known;
    newest.add(more);
    return newest;
  }

  void clear() {
    Arrays.fill(places, null);
  }

  /** Each goes where its value belongs, since workers may have buckets of their own. */
  void add(List<Exemplar> exemplars) {
    for (Exemplar exemplar : exemplars) {
      int place = 0;
      for (double bound : family.upperBounds()) {
        place += exemplar.value() > bound ? 1 : 0;
      }
      places[place] = Exemplar.newest(places[place], exemplar);
    }
  }

  @Nullable Exemplar get(int place) {
    return places[place];
  }

  List<Exemplar> all() {
    return Arrays.stream(places).filter(Objects::nonNull).toList();
  }
}
