package dev.tallyman.tally;

import java.util.List;

/**
 * A series as one tally file knows it: whose it is and where its slots are.
 *
 * <p>Threading: immutable.
 *
 * @param number its place among the series of the file, from 0
 * @param family the family it belongs to
 * @param labelValues one value for each of the family's label names
 * @param block the number of the block that holds its slots
 * @param firstSlot its first slot in that block
 * @param slotCount how many slots it has
 * @param createdMillis when it began, in milliseconds since the epoch
 */
public record SeriesEntry(
    int number,
    FamilyEntry family,
    List<String> labelValues,
    int block,
    int firstSlot,
    int slotCount,
    long createdMillis) {}
