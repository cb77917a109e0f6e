/**
 * The history: all samples of the page as they were in the last day, taken every few seconds.
 *
 * <p>Beside {@code archive} the only room that imports {@code org.lmdbjava}; it has a store of its
 * own, so that nothing that happens to it touches a total. Samples come in rows, one for each tick
 * and metric, and leave in columns, one for each series: see {@link dev.tallyman.history.Head} and
 * {@link dev.tallyman.history.Block}, then {@link dev.tallyman.history.History}, the way in.
 *
 * <p>May import {@code model} and {@code pages}. Whoever owns the archive owns the history beside
 * it: there is no lock of its own.
 *
 * <p>Failure: a {@link dev.tallyman.history.HistoryException} names the directory. A store that is
 * damaged is set aside and another one begun: a history is worth less than a page that is served.
 */
@NullMarked
package dev.tallyman.history;

import org.jspecify.annotations.NullMarked;
