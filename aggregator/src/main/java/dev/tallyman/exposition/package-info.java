/**
 * What Prometheus scrapes: merged families in, the bytes of a page out, in any of three formats.
 *
 * <p>The only room that knows {@code le}, {@code _total} and {@code _bucket}. The two text formats
 * are written straight to bytes, from the text of every series' labels kept from scrape to scrape;
 * protobuf is written by client_java, whose text writers are also what the tests hold ours against.
 * Reading order: {@link dev.tallyman.exposition.PageWriter}, {@link
 * dev.tallyman.exposition.TextWriter}, {@link dev.tallyman.exposition.FamilyText}.
 *
 * <p>May import {@code model} and {@code io.prometheus}; takes no clock. One {@link
 * dev.tallyman.exposition.PageWriter} belongs to one thread at a time. A series whose numbers no
 * format allows (a counter below zero) is left out, so that it can't cost the whole page.
 */
@NullMarked
package dev.tallyman.exposition;

import org.jspecify.annotations.NullMarked;
