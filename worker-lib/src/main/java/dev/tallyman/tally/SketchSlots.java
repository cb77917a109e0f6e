package dev.tallyman.tally;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The slots of one series with exponential buckets. Buckets come in pages of sixteen, each when an
 * observation first falls into it. When too many buckets are in use, the series goes on with wider
 * ones, in new pages; the old ones stay, whoever is still adding to them loses nothing, and readers
 * take all of them together. So nothing ever moves, and space has a bound: at most one bucket more
 * than the limit for each schema.
 *
 * <p>Threading: safe for all threads, without a lock but for the first observations in a bucket.
 *
 * <p>Failure: as {@link SummedSlots}.
 */
public final class SketchSlots {
  private record Bucket(boolean below, int index) {}

  private record Page(PageEntry entry, SummedSlots slots) {
    void addTo(Sketch sketch) {
      for (int slot = 0; slot < TallyLayout.PAGE_SLOTS; slot++) {
        sketch.add(entry.schema(), entry.below(), entry.index(slot), slots.total(slot));
      }
    }
  }

  private final Tally tally;
  private final SeriesEntry series;
  private final SketchRules rules;
  private final double zeroThreshold;
  private final SummedSlots fixed;
  private volatile PageTable table;

  // What follows is used under the tally's lock.
  private final List<Page> pages = new ArrayList<>();
  private Set<Bucket> used = new HashSet<>();

  SketchSlots(Block block, SeriesEntry series) {
    this.tally = block.tally();
    this.series = series;
    this.rules = Objects.requireNonNull(series.family().family().sketch());
    this.zeroThreshold = rules.zeroThreshold();
    this.fixed = new SummedSlots(block, series.firstSlot());
    this.table = PageTable.empty(rules.schema());
  }

  /** How its buckets are kept. */
  public SketchRules rules() {
    return rules;
  }

  /** The slots that are there from the start; its exemplars are theirs. */
  public SummedSlots fixed() {
    return fixed;
  }

  /** Counts an observation, which must not be not-a-number, and adds it to the sum. */
  public void observe(double x) {
    double size = Math.abs(x);
    if (size <= zeroThreshold) {
      fixed.observe(SlotMap.ZEROS, SlotMap.SUM, x);
      return;
    }
    PageTable current = table;
    int index = ExponentialScale.index(size, current.schema());
    int page = index >> TallyLayout.PAGE_BITS;
    SummedSlots slots = current.find(PageTable.key(x < 0, page));
    if (slots == null) {
      slots = tally.locked(() -> page(x < 0, page, current.schema()));
    }
    if (slots.observe(index & (TallyLayout.PAGE_SLOTS - 1), fixed, x)) {
      tally.locked(() -> use(x < 0, size));
    }
  }

  /** Counts an observation in a classic bucket; last, so that it never shows without the rest. */
  public void addToClassic(int bucket) {
    fixed.add(SlotMap.FIRST_CLASSIC + bucket, 1L);
  }

  /** How many observations a classic bucket has, as this process sees it. */
  public long classic(int bucket) {
    return fixed.total(SlotMap.FIRST_CLASSIC + bucket);
  }

  /** The sum of the observations, as this process sees it. */
  public ExactSum sum() {
    return fixed.sum(SlotMap.SUM);
  }

  /** All buckets, as this process sees them. */
  public Sketch sketch() {
    return tally.locked(
        () -> {
          Sketch sketch = new Sketch();
          sketch.addZeros(fixed.total(SlotMap.ZEROS), zeroThreshold);
          sketch.coarsen(table.schema());
          for (Page page : pages) {
            page.addTo(sketch);
          }
          return sketch;
        });
  }

  /** The slots of a page; new ones unless somebody was faster. */
  private SummedSlots page(boolean below, int number, int schema) {
    for (Page page : pages) {
      PageEntry entry = page.entry;
      if (entry.schema() == schema && entry.page() == number && entry.below() == below) {
        return page.slots;
      }
    }
    Page added = tally.add(catalogue -> newPage(catalogue, schema, below, number));
    pages.add(added);
    if (schema == table.schema()) {
      table = table.with(PageTable.key(below, number), added.slots);
    }
    return added.slots;
  }

  private Page newPage(Catalogue catalogue, int schema, boolean below, int number) {
    PageEntry entry = catalogue.page(series, schema, below, number);
    Block block = catalogue.block(entry.block());
    return new Page(entry, new SummedSlots(block, entry.firstSlot()));
  }

  /** A bucket may be in use now that was not before; if that is one too many, they get wider. */
  private boolean use(boolean below, double size) {
    int schema = table.schema();
    boolean isNew = used.add(new Bucket(below, ExponentialScale.index(size, schema)));
    if (!isNew || used.size() <= rules.maxBuckets() || schema == ExponentialScale.COARSEST) {
      return false;
    }
    Set<Bucket> wider = new HashSet<>();
    for (Bucket bucket : used) {
      wider.add(new Bucket(bucket.below, ExponentialScale.widen(bucket.index, 1)));
    }
    used = wider;
    table = PageTable.empty(schema - 1);
    // A page, though nothing is in it yet, says to readers that this is the schema from now on.
    int index = ExponentialScale.index(size, schema - 1);
    SummedSlots unused = page(below, index >> TallyLayout.PAGE_BITS, schema - 1);
    return true;
  }
}
