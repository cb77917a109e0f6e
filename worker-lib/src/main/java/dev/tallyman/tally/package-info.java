/**
 * The tally file: its one and only definition, its writer, its reader, and who is alive.
 *
 * <p>A worker records through a {@link dev.tallyman.tally.Tally}; everybody else looks through a
 * {@link dev.tallyman.tally.TallyReader}. The layout is package-private, so nobody else knows an
 * offset; {@code docs/file-format.md} explains it to other languages.
 *
 * <p>May import {@code model}. Recording is safe for all threads and never throws: what can't be
 * kept is counted. Reading belongs to one thread at a time and throws a {@link
 * dev.tallyman.tally.TallyFormatException} that names the file and what is wrong with it.
 */
@NullMarked
package dev.tallyman.tally;

import org.jspecify.annotations.NullMarked;
