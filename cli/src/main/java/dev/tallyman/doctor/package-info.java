/**
 * Looks for what is wrong, or soon will be, with a directory of tally files and its archive, and
 * says what to do about it.
 *
 * <p>May import {@code scan}, {@code merge}, {@code archive}, {@code tally} and {@code model}. One
 * class for each thing that is looked at; all are shown one {@link dev.tallyman.doctor.Patient}.
 * Looking changes nothing, and neither workers nor a running aggregator notice. Stateless. What
 * can't be looked at is a finding itself.
 */
@NullMarked
package dev.tallyman.doctor;

import org.jspecify.annotations.NullMarked;
