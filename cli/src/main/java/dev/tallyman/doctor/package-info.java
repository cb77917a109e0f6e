/**
 * Looks for what is wrong, or soon will be, with a directory of tally files, its archive and its
 * aggregator, and says what to do about it.
 *
 * <p>May import {@code scan}, {@code merge}, {@code archive}, {@code tally}, {@code metrics} and
 * {@code model}, and Jackson. One class for each thing that is looked at; all are shown one {@link
 * dev.tallyman.doctor.Patient}. Looking changes nothing, and workers don't notice; a running
 * aggregator is asked for one page, in a few seconds or not at all. Stateless. What can't be looked
 * at is a finding itself.
 */
@NullMarked
package dev.tallyman.doctor;

import org.jspecify.annotations.NullMarked;
