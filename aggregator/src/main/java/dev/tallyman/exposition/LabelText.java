package dev.tallyman.exposition;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Labels;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text of the labels of a family's series, kept from scrape to scrape in the series' order.
 *
 * <p>A place keeps its text for as long as the same {@link Labels} object stands there. The first
 * place where another stands drops the rest, which is then made again: so new series at the end
 * cost nothing, and series that left are forgotten without being looked for.
 *
 * <p>Threading: one thread at a time.
 */
final class LabelText {
  private @Nullable Labels[] owners = new Labels[4];
  private int[] ends = new int[4];
  private int size;
  private final Page text = new Page();
  private final Naming naming;

  /** Whether the metric's name stands before the labels within the braces. */
  private final boolean opened;

  LabelText(Naming naming, boolean opened) {
    this.naming = naming;
    this.opened = opened;
  }

  /** Writes the labels of the series at a place, in braces, and the space before the value. */
  void write(Page page, int place, Labels labels) {
    prepare(place, labels);
    int start = start(place);
    page.write(text, start, ends[place] - start);
  }

  /** As {@link #write}, but with one more label, its text complete with closing brace and space. */
  void write(Page page, int place, Labels labels, byte[] lastLabel) {
    prepare(place, labels);
    int start = start(place);
    int count = ends[place] - start;
    if (count == 1) {
      page.write('{');
    } else {
      page.write(text, start, count - 2); // what closes the braces comes later
      page.write(',');
    }
    page.write(lastLabel);
  }

  /** Writes an exemplar: what comes after a sample's value. */
  void write(Page page, Exemplar exemplar) {
    Labels labels = exemplar.labels();
    page.writeText(" # {");
    for (int i = 0; i < labels.names().size(); i++) {
      if (i > 0) {
        page.write(',');
      }
      naming.writeLabel(page, labels.names().get(i));
      page.writeText("=\"");
      page.writeEscaped(labels.values().get(i));
      page.write('"');
    }
    page.writeText("} ");
    page.writeValue(exemplar.value());
    long millis = exemplar.timestampMillis();
    page.write(' ');
    page.writeCount(millis / 1000);
    page.writeText(String.format(Locale.ROOT, ".%03d", millis % 1000));
  }

  /** Forgets the places from the given one on, which no series has any more. */
  void forgetFrom(int place) {
    if (place < size) {
      truncate(place);
      text.trim();
      if (size < owners.length / 4) {
        owners = Arrays.copyOf(owners, Math.max(4, size));
        ends = Arrays.copyOf(ends, Math.max(4, size));
      }
    }
  }

  private void truncate(int place) {
    text.truncate(start(place));
    Arrays.fill(owners, place, size, null);
    size = place;
  }

  private int start(int place) {
    return place == 0 ? 0 : ends[place - 1];
  }

  @SuppressWarnings("ReferenceEquality") // identity is the promise of FamilyView, and takes no time
  private void prepare(int place, Labels labels) {
    if (place < size && owners[place] == labels) {
      return;
    }
    truncate(place);
    if (place == owners.length) {
      owners = Arrays.copyOf(owners, place * 2);
      ends = Arrays.copyOf(ends, place * 2);
    }
    encode(labels);
    owners[place] = labels;
    ends[place] = text.length();
    size = place + 1;
  }

  private void encode(Labels labels) {
    char before = opened ? ',' : '{';
    for (int i = 0; i < labels.names().size(); i++) {
      text.write(before);
      naming.writeLabel(text, labels.names().get(i));
      text.write('=');
      text.write('"');
      text.writeEscaped(labels.values().get(i));
      text.write('"');
      before = ',';
    }
    if (before == ',') {
      text.write('}');
    }
    text.write(' ');
  }
}
