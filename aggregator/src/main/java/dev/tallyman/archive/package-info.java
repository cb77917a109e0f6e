/**
 * The archive: what the dead have counted, each of them once.
 *
 * <p>The only room that imports {@code org.lmdbjava}; the aggregator's process is the only one that
 * writes the store. May import {@code merge}, {@code owner}, {@code pages} and {@code model}. In
 * memory stands what a scrape needs, on disk the same plus what is needed to know a file again: so
 * a scrape never waits for the disk, and a crash between any two steps changes no total.
 *
 * <p>Failure: an {@link dev.tallyman.archive.ArchiveException} names the directory, what is wrong
 * and what helps. A store that can't be understood is never taken for an empty one.
 */
@NullMarked
package dev.tallyman.archive;

import org.jspecify.annotations.NullMarked;
