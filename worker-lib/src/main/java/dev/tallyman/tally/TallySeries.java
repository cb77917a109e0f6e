package dev.tallyman.tally;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Exemplar;
import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Family;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One series of a tally file, as its {@link TallyReader} last read it. There may be hundreds of
 * thousands, looked at in every scrape, so it leads to its slots without detours.
 *
 * <p>Threading: as the reader.
 */
public final class TallySeries implements SeriesReading {
  private final SeriesEntry entry;
  private final ReadBlock block;
  private final int firstSlot;
  private final int sumSlot;
  private final long createdMillis;
  private final int firstBucket;
  private final List<ReadPage> pages;
  private int coarsest = ExponentialScale.FINEST;

  /** Most have none. */
  private @Nullable Exemplar @Nullable [] exemplars;

  TallySeries(SeriesEntry entry, ReadBlock block) {
    this.entry = entry;
    this.block = block;
    this.firstSlot = entry.firstSlot();
    this.createdMillis = entry.createdMillis();
    this.sumSlot =
        firstSlot
            + switch (family().type()) {
              case COUNTER -> SlotMap.COUNTER_FRACTION;
              case GAUGE -> SlotMap.GAUGE_VALUE;
              case HISTOGRAM, SUMMARY, INFO, STATE_SET -> SlotMap.SUM;
              case NATIVE_HISTOGRAM, QUANTILE_SUMMARY -> SlotMap.SUM;
            };
    boolean sketch = family().type().hasSketch();
    this.firstBucket = firstSlot + (sketch ? SlotMap.FIRST_CLASSIC : SlotMap.FIRST_BUCKET);
    this.pages = sketch ? new ArrayList<>() : List.of();
  }

  /** More of its buckets. */
  void add(ReadPage page) {
    pages.add(page);
    coarsest = Math.min(coarsest, page.entry().schema());
  }

  SeriesEntry entry() {
    return entry;
  }

  void keep(int place, Exemplar exemplar) {
    @Nullable Exemplar[] known = exemplars;
    if (known == null) {
      known = new @Nullable Exemplar[0];
    }
    if (known.length <= place) {
      known = Arrays.copyOf(known, place + 1);
    }
    known[place] = exemplar;
    exemplars = known;
  }

  @Override
  public List<Exemplar> exemplars() {
    @Nullable Exemplar[] known = exemplars;
    return known == null ? List.of() : Arrays.stream(known).filter(Objects::nonNull).toList();
  }

  @Override
  public Family family() {
    return entry.family().family();
  }

  @Override
  public List<String> labelValues() {
    return entry.labelValues();
  }

  @Override
  public long createdMillis() {
    return createdMillis;
  }

  @Override
  public boolean isPresent() {
    return SlotMap.summed(family().type())
        || (block.counts() && !SlotMap.isTakenAway(family().type(), block.count(firstSlot)));
  }

  @Override
  public long wholeCount() {
    return block.count(firstSlot + SlotMap.COUNTER_WHOLE);
  }

  @Override
  public void addTo(ExactSum sum) {
    block.addTo(sum, sumSlot);
    for (ReadPage page : pages) {
      page.addTo(sum);
    }
  }

  @Override
  public long bucketCount(int bucket) {
    return block.count(firstBucket + bucket);
  }

  @Override
  public void addTo(Sketch sketch) {
    SketchRules rules = family().sketch();
    if (rules == null) {
      return;
    }
    sketch.addZeros(block.count(firstSlot + SlotMap.ZEROS), rules.zeroThreshold());
    if (!pages.isEmpty()) {
      sketch.coarsen(coarsest);
      pages.forEach(page -> page.addTo(sketch));
    }
  }

  @Override
  public double gaugeValue() {
    return Double.longBitsToDouble(block.count(firstSlot + SlotMap.GAUGE_VALUE));
  }

  @Override
  public long gaugeSetAtMillis() {
    return block.count(firstSlot + SlotMap.GAUGE_SET_AT);
  }

  @Override
  public boolean flag(int place) {
    return block.count(firstSlot + SlotMap.FIRST_FLAG + place) > 0;
  }
}
