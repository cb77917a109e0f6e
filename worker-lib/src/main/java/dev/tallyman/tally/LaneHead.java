package dev.tallyman.tally;

/**
 * What a block record says of its lane.
 *
 * @param block the block's number
 * @param lane for people only
 * @param slotCount how many slots it has
 * @param kind whether they are set or summed
 * @param carried how much of it the file before has as well
 */
record LaneHead(int block, int lane, int slotCount, int kind, int carried) {
  /** How many slots there are in the record: what the lane began with follows the others. */
  int slotsInRecord() {
    return carried == TallyLayout.CARRIED_START ? 2 * slotCount : slotCount;
  }

  /** How long the record is. */
  int recordLength() {
    return TallyLayout.blockLength(slotsInRecord());
  }
}
