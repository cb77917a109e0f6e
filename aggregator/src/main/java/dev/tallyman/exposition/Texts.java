package dev.tallyman.exposition;

import dev.tallyman.model.Family;
import io.prometheus.metrics.config.EscapingScheme;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The texts of families, kept from page to page: one for each, and another one for an escaping
 * under which it looks different. An escaping that nobody asks for any more is forgotten.
 *
 * <p>Threading: one thread at a time.
 */
final class Texts {
  private static final EscapingScheme USUAL = EscapingScheme.UNDERSCORE_ESCAPING;

  /** After so many pages in others an escaping is not asked for any more. */
  private static final int PAGES_KEPT = 64;

  private final Map<EscapingScheme, Group> groups = new EnumMap<>(EscapingScheme.class);
  private long round;
  private EscapingScheme escaping = USUAL;

  /** The texts under one escaping. */
  private static final class Group {
    private final IdentityHashMap<Family, FamilyText> texts = new IdentityHashMap<>();
    private final Naming naming;
    private long round;

    Group(EscapingScheme escaping, long now) {
      this.naming = new Naming(escaping);
      this.round = now;
    }

    FamilyText of(Family family, long now) {
      FamilyText text = texts.get(family);
      if (text == null) {
        text = new FamilyText(family, naming);
        texts.put(family, text);
      }
      text.seenIn(now);
      return text;
    }
  }

  /** Begins a page. */
  void begin(EscapingScheme ofPage) {
    escaping = ofPage;
    round++;
    groups.forEach(
        (name, group) -> {
          if (name == ofPage || (name == USUAL && ofPage != EscapingScheme.DOTS_ESCAPING)) {
            group.round = round;
          }
        });
  }

  FamilyText of(Family family) {
    if (escaping != EscapingScheme.DOTS_ESCAPING) {
      FamilyText usual = group(USUAL).of(family, round);
      if (escaping == USUAL || usual.isPlain()) {
        return usual;
      }
    }
    return group(escaping).of(family, round);
  }

  /** Ends a page: families that were not on it are forgotten. */
  void end() {
    for (Group group : groups.values()) {
      if (group.round == round) {
        group.texts.values().removeIf(text -> text.round() != round);
      }
    }
    groups.values().removeIf(group -> round - group.round >= PAGES_KEPT);
  }

  private Group group(EscapingScheme wanted) {
    return groups.computeIfAbsent(wanted, name -> new Group(name, round));
  }
}
