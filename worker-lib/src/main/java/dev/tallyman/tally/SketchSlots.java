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

  private static final long INFINITY_BITS = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

  private final Tally tally;
  private final SeriesEntry series;
  private final SketchRules rules;
  private final double zeroThreshold;
  private final long zeroThresholdBits;
  private final SummedSlots fixed;
  private volatile PageTable table;

  // What follows is used under the tally's lock.
  private final List<SketchPage> pages = new ArrayList<>();
  private Set<Bucket> used = new HashSet<>();

  SketchSlots(Block block, SeriesEntry series) {
    this.tally = block.tally();
    this.series = series;
    this.rules = Objects.requireNonNull(series.family().family().sketch());
    this.zeroThreshold = rules.zeroThreshold();
    this.zeroThresholdBits = Double.doubleToRawLongBits(Math.abs(zeroThreshold));
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

  /** Counts an observation and adds it to the sum. Not-a-number is dropped and counted as such. */
  public void observe(double x) {
    // The bits of doubles above zero compare as these do, and leaving them bits saves 2 ns of 15.
    long bits = Double.doubleToRawLongBits(x);
    long size = bits & Long.MAX_VALUE;
    if (size <= zeroThresholdBits || size > INFINITY_BITS) {
      observeZeroOrNothing(x);
      return;
    }
    PageTable current = table;
    int index = current.index(size);
    SketchPage page = current.find(PageTable.key(bits < 0, index));
    if (page == null) {
      page = tally.locked(() -> page(x < 0, index, current.schema()));
    }
    if (page.observe(index, x) == 0) {
      tally.locked(() -> use(x < 0, Math.abs(x)));
    }
  }

  private void observeZeroOrNothing(double x) {
    if (Double.isNaN(x)) {
      tally.countDropped(series.family().family().name(), x);
    } else {
      long unused = fixed.observe(SlotMap.ZEROS, SlotMap.SUM, x);
    }
  }

  /**
   * Adds what was counted elsewhere; its sum is added to the slot of {@link #fixed}. Where it has
   * wider buckets the series goes on with these, where it has narrower ones they are taken
   * together.
   */
  public void add(Sketch counted) {
    if (counted.anyBuckets()) {
      int schema = counted.schema();
      boolean unused = tally.locked(() -> coarsen(schema));
      counted.forEach((below, index, count) -> add(schema, below, index, count));
    }
    if (counted.zeros() > 0) {
      fixed.add(SlotMap.ZEROS, counted.zeros());
    }
  }

  private void add(int ofSchema, boolean below, int index, long count) {
    PageTable current = table;
    int own = ExponentialScale.widen(index, ofSchema - current.schema());
    SketchPage page = current.find(PageTable.key(below, own));
    if (page == null) {
      page = tally.locked(() -> page(below, own, current.schema()));
    }
    page.take(own, count);
  }

  /** Counts an observation in a classic bucket; last, so that it never shows without the rest. */
  public void addToClassic(int bucket) {
    fixed.add(SlotMap.FIRST_CLASSIC + bucket, 1L);
  }

  /** Counts several observations in a classic bucket; last as well. */
  public void addToClassic(int bucket, long count) {
    fixed.add(SlotMap.FIRST_CLASSIC + bucket, count);
  }

  /** How many observations a classic bucket has, as this process sees it. */
  public long classic(int bucket) {
    return fixed.total(SlotMap.FIRST_CLASSIC + bucket);
  }

  /** The sum of the observations, as this process sees it. */
  public ExactSum sum() {
    return tally.locked(
        () -> {
          ExactSum sum = fixed.sum(SlotMap.SUM);
          for (SketchPage page : pages) {
            sum.add(page.sum(SlotMap.SUM));
          }
          return sum;
        });
  }

  /** All buckets, as this process sees them. */
  public Sketch sketch() {
    return tally.locked(
        () -> {
          Sketch sketch = new Sketch();
          sketch.addZeros(fixed.total(SlotMap.ZEROS), zeroThreshold);
          sketch.coarsen(table.schema());
          for (SketchPage page : pages) {
            page.addTo(sketch);
          }
          return sketch;
        });
  }

  /** The page of a bucket; a new one unless somebody was faster. */
  private SketchPage page(boolean below, int index, int schema) {
    int key = PageTable.key(below, index);
    for (SketchPage page : pages) {
      if (page.schema() == schema && page.key() == key) {
        return page;
      }
    }
    SketchPage added = tally.add(catalogue -> newPage(catalogue, schema, below, index));
    pages.add(added);
    if (schema == table.schema()) {
      table = table.with(added);
    }
    return added;
  }

  private SketchPage newPage(Catalogue catalogue, int schema, boolean below, int index) {
    int number = index >> TallyLayout.PAGE_BITS;
    PageEntry entry = catalogue.page(series, schema, below, number);
    return new SketchPage(entry, catalogue.block(entry.block()));
  }

  /** A bucket may be in use now that was not before; if that is one too many, they get wider. */
  private boolean use(boolean below, double size) {
    int schema = table.schema();
    boolean isNew = used.add(new Bucket(below, ExponentialScale.index(size, schema)));
    if (!isNew || used.size() <= rules.maxBuckets() || schema == ExponentialScale.COARSEST) {
      return false;
    }
    boolean coarsened = coarsen(schema - 1);
    // A page, though nothing is in it yet, says to readers that this is the schema from now on.
    int index = ExponentialScale.index(size, schema - 1);
    SketchPage unused = page(below, index, schema - 1);
    return coarsened;
  }

  /** Goes on with buckets as wide as those of a schema, unless they are so already. */
  private boolean coarsen(int to) {
    int schemas = table.schema() - to;
    if (schemas <= 0) {
      return false;
    }
    Set<Bucket> wider = new HashSet<>();
    for (Bucket bucket : used) {
      wider.add(new Bucket(bucket.below, ExponentialScale.widen(bucket.index, schemas)));
    }
    used = wider;
    table = PageTable.empty(to);
    return true;
  }
}
