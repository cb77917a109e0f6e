package dev.tallyman.tally;

import dev.tallyman.model.Family;

/**
 * A family as one tally file knows it.
 *
 * <p>Threading: immutable.
 *
 * @param number its place in the file, from 0
 * @param family what it is
 */
public record FamilyEntry(int number, Family family) {}
