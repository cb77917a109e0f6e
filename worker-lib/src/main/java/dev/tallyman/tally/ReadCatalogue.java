package dev.tallyman.tally;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the records of one file have said so far. Families of a type that this program does not know
 * are passed over, and so are their series; a later minor version has brought them.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a record that does not fit to those before it is an {@link IllegalArgumentException}.
 */
final class ReadCatalogue {
  private final List<@Nullable FamilyEntry> familiesByNumber = new ArrayList<>();
  private final List<@Nullable TallySeries> seriesByNumber = new ArrayList<>();
  private final List<FamilyEntry> families = new ArrayList<>();
  private final List<SeriesEntry> series = new ArrayList<>();
  private final List<TallySeries> readings = new ArrayList<>();
  private final List<ReadBlock> blocks = new ArrayList<>();
  private final ReadExemplars exemplars = new ReadExemplars();

  List<FamilyEntry> families() {
    return families;
  }

  int familiesPassedOver() {
    return familiesByNumber.size() - families.size();
  }

  List<SeriesEntry> series() {
    return series;
  }

  List<TallySeries> readings() {
    return readings;
  }

  ReadExemplars exemplars() {
    return exemplars;
  }

  List<ReadBlock> blocks() {
    return blocks;
  }

  /**
   * Takes a record.
   *
   * @param record its checked part
   * @param position where it begins in the file
   * @param length its whole length
   */
  void take(ByteBuffer record, long position, int length) {
    ByteBuffer payload = record.position(TallyLayout.PAYLOAD_AT).slice().order(TallyLayout.ORDER);
    switch (record.getShort(TallyLayout.TYPE_AT)) {
      case TallyLayout.FAMILY -> takeFamily(new RecordReader(payload));
      case TallyLayout.SERIES -> takeSeries(new RecordReader(payload));
      case TallyLayout.BLOCK -> ReadBlock.take(blocks, payload, position, length);
      case TallyLayout.EXEMPLAR -> exemplars.take(payload, readings, position, length);
      case TallyLayout.PAGE -> takePage(new RecordReader(payload).page());
      default -> {
        // Padding, or a record of a later minor version: it can be passed over by its length.
      }
    }
  }

  private void takeFamily(RecordReader record) {
    FamilyEntry entry = record.family(familiesByNumber.size());
    familiesByNumber.add(entry);
    if (entry != null) {
      families.add(entry);
    }
  }

  private void takeSeries(RecordReader record) {
    SeriesEntry entry = record.series(seriesByNumber.size(), familiesByNumber);
    if (entry == null) {
      seriesByNumber.add(null);
      return;
    }
    ReadBlock block = block(entry.block());
    block.checkHolds(entry);
    TallySeries reading = new TallySeries(entry, block);
    seriesByNumber.add(reading);
    series.add(entry);
    readings.add(reading);
  }

  private void takePage(PageEntry page) {
    int number = page.series();
    RecordReader.require(number >= 0 && number < seriesByNumber.size(), "series of page", number);
    TallySeries of = seriesByNumber.get(number);
    if (of != null) {
      RecordReader.require(of.family().type().hasSketch(), "series of page", number);
      ReadBlock block = block(page.block());
      block.checkHolds(page);
      of.add(new ReadPage(page, block));
    }
  }

  private ReadBlock block(int number) {
    RecordReader.require(number >= 0 && number < blocks.size(), "block", number);
    return blocks.get(number);
  }
}
