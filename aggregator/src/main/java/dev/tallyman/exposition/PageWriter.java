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
import java.util.List;

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
 * counter {@code x}, or {@code x_created}): two meanings under one name are worse than none. So are
 * names that become one by their escaping, of metrics, or of the labels of one metric. That is
 * logged once and counted.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: none of its own; what a view throws passes through, and the page's content is then
 * undefined.
 */
public final class PageWriter {
  private static final Logger LOG = System.getLogger(PageWriter.class.getName());

  private final Texts texts = new Texts();
  private final TakenNames<Family> taken = new TakenNames<>();

  /** Writes a page as everybody understands it. */
  public int write(
      Format format, List<? extends FamilyView> families, NameFilter filter, Page page) {
    return write(Dialect.of(format), families, filter, page);
  }

  /**
   * Writes a page.
   *
   * @param families one reading; not kept
   * @param filter which of them to write
   * @param page where to; its former content is dropped
   * @return how many families of the reading were left out because their names were taken
   */
  public int write(
      Dialect dialect, List<? extends FamilyView> families, NameFilter filter, Page page) {
    texts.begin(dialect.escaping());
    taken.clear();
    page.clear();
    takeNames(families, true);
    takeNames(families, false);
    int refused = 0;
    List<FamilyView> wanted = new ArrayList<>(families.size());
    for (FamilyView view : families) {
      FamilyText text = texts.of(view.family());
      if (view.series().isEmpty()) {
        continue;
      }
      if (!hasItsNames(text)) {
        refused++;
      } else if (filter.takes(text.names()) || filter.takes(SampleNames.of(view.family()))) {
        wanted.add(view);
      }
    }
    if (dialect.format() == Format.PROTOBUF) {
      refused += writeProtobuf(dialect.escaping(), wanted, page);
    } else {
      writeText(dialect, wanted, page);
    }
    texts.end();
    return refused;
  }

  /** Gives names to families that are called so, or to those that only escaping makes so. */
  private void takeNames(List<? extends FamilyView> families, boolean called) {
    for (FamilyView view : families) {
      FamilyText text = texts.of(view.family());
      if (text.isCalledSo() == called && !view.series().isEmpty() && hasItsLabels(text)) {
        takeItsNames(text);
      }
    }
  }

  private void writeText(Dialect dialect, List<FamilyView> wanted, Page page) {
    TextWriter writer = new TextWriter(page, dialect);
    for (FamilyView view : wanted) {
      writer.write(view, texts.of(view.family()));
    }
    writer.end();
  }

  /** Family by family: client_java refuses two whose names are alike but for their dots. */
  private int writeProtobuf(EscapingScheme escaping, List<FamilyView> wanted, Page page) {
    PrometheusProtobufWriter writer = new PrometheusProtobufWriter();
    int refused = 0;
    for (FamilyView view : wanted) {
      int before = page.length();
      try {
        requireLegalLabels(texts.of(view.family()));
        writer.write(page, Snapshots.of(List.of(view)), escaping);
      } catch (IllegalArgumentException e) {
        page.truncate(before);
        refused++;
        if (texts.of(view.family()).firstRefusal()) {
          LOG.log(Level.WARNING, "metric left out of protobuf: " + e.getMessage());
        }
      } catch (IOException e) {
        throw new UncheckedIOException("a page in memory can't fail", e);
      }
    }
    return refused;
  }

  private static void requireLegalLabels(FamilyText text) {
    if (!text.agreesWithClientJava()) {
      throw new IllegalArgumentException(
          "a label with a colon, which this scraper does not know: metric=" + text.family().name());
    }
  }

  private static boolean hasItsLabels(FamilyText text) {
    if (!text.hasItsLabels() && text.firstRefusal()) {
      LOG.log(
          Level.WARNING,
          "metric left out, two of its labels become one by escaping: metric={0}",
          text.family().name());
    }
    return text.hasItsLabels();
  }

  @SuppressWarnings("ReferenceEquality") // identity is the promise of FamilyView
  private boolean hasItsNames(FamilyText text) {
    return taken.owner(text.names().base()) == text.family();
  }

  private void takeItsNames(FamilyText text) {
    String name = taken.take(text.names(), text.family());
    Family owner = name == null ? null : taken.owner(name);
    if (owner != null && text.firstRefusal()) {
      LOG.log(
          Level.WARNING,
          "metric left out, its name is taken: metric={0}, name={1}, taken by={2}",
          text.family().name(),
          name,
          owner.name());
    }
  }
}
