/**
 * Who the workers are and how they do: the living, the dead that wait to be folded, and some of
 * those that were folded lately; what one of them has recorded by itself; what their processes take
 * of the machine.
 *
 * <p>{@link dev.tallyman.workers.WorkersApi} answers in JSON, {@link dev.tallyman.workers.Roster}
 * remembers. The only room of the aggregator that asks the operating system about other processes.
 * Everything here is done when somebody asks, and not a step of it for a scrape.
 *
 * <p>May import {@code scan}, {@code merge}, {@code tally}, {@code model}, OSHI and Jackson. What
 * can't be found out is left out of the answer, and never guessed.
 */
@NullMarked
package dev.tallyman.workers;

import org.jspecify.annotations.NullMarked;
