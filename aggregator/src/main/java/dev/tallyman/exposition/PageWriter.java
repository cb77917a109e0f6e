package dev.tallyman.exposition;

import dev.tallyman.bridge.Snapshots;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes readings as pages, and remembers between pages what does not change: the text of every
 * family and of every series' labels, by the identity of the {@link Family} and the {@link
 * dev.tallyman.model.Labels}. What is not in a reading any more is forgotten with it.
 *
 * <p>In the steady state a text page costs no memory but the page itself, which the caller gives
 * and can give again.
 *
 * <p>Families appear in the given order. Left out are families without series, and a family one of
 * whose sample names an earlier family has on this page already (a gauge {@code x_total} after a
 * counter {@code x}): two meanings under one name are worse than none. That is logged once.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: none of its own; what a view throws passes through, and the page's content is then
 * undefined.
 */
public final class PageWriter {
  private static final Logger LOG = System.getLogger(PageWriter.class.getName());

  private final IdentityHashMap<Family, FamilyText> texts = new IdentityHashMap<>();
  private final Map<String, Family> takenBy = new HashMap<>();
  private long round;

  /**
   * Writes a page.
   *
   * @param families one reading; not kept
   * @param filter which of them to write
   * @param page where to; its former content is dropped
   * @return how many families of the reading were left out because their names were taken
   */
  public int write(
      Format format, List<? extends FamilyView> families, NameFilter filter, Page page) {
    round++;
    takenBy.clear();
    page.clear();
    int refused = 0;
    List<FamilyView> wanted = new ArrayList<>(families.size());
    for (FamilyView view : families) {
      FamilyText text = textOf(view.family());
      if (view.series().isEmpty()) {
        continue;
      }
      if (!takesItsNames(text)) {
        refused++;
      } else if (filter.takes(text.names())) {
        wanted.add(view);
      }
    }
    if (format == Format.PROTOBUF) {
      writeProtobuf(wanted, page);
    } else {
      writeText(format, wanted, page);
    }
    texts.values().removeIf(text -> text.round() != round);
    return refused;
  }

  private void writeText(Format format, List<FamilyView> wanted, Page page) {
    TextWriter writer = new TextWriter(page, format);
    for (FamilyView view : wanted) {
      writer.write(view, textOf(view.family()));
    }
    writer.end();
  }

  private static void writeProtobuf(List<FamilyView> wanted, Page page) {
    try {
      new PrometheusProtobufWriter().write(page, Snapshots.of(wanted), EscapingScheme.ALLOW_UTF8);
    } catch (IOException e) {
      throw new UncheckedIOException("a page in memory can't fail", e);
    }
  }

  private FamilyText textOf(Family family) {
    FamilyText text = texts.get(family);
    if (text == null) {
      text = new FamilyText(family);
      texts.put(family, text);
    }
    text.seenIn(round);
    return text;
  }

  private boolean takesItsNames(FamilyText text) {
    for (String name : text.names().all()) {
      Family owner = takenBy.get(name);
      if (owner != null) {
        if (text.firstRefusal()) {
          LOG.log(
              Level.WARNING,
              "metric left out, its name is taken: metric={0}, name={1}, taken by={2}",
              text.family().name(),
              name,
              owner.name());
        }
        return false;
      }
    }
    for (String name : text.names().all()) {
      takenBy.put(name, text.family());
    }
    return true;
  }
}
