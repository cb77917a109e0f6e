/**
 * The laws by which many workers' values become one: merging gives what one process would have
 * recorded.
 *
 * <p>Arithmetic only: no I/O, no clock, no log. May import {@code model}. Merging is commutative
 * and associative, and a worker that recorded nothing changes nothing; so it does not matter who is
 * merged first, nor whether the dead were folded together before. Confined to the aggregator's
 * pipeline.
 */
@NullMarked
package dev.tallyman.merge;

import org.jspecify.annotations.NullMarked;
