/**
 * The pipeline that ties the rooms together: scan, merge, expose, and what the aggregator says of
 * itself.
 *
 * <p>May import every room of this module, and {@code metrics} for its own. It holds the invariant
 * of the whole: a worker is counted exactly once.
 */
@NullMarked
package dev.tallyman.aggregator;

import org.jspecify.annotations.NullMarked;
