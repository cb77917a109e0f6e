/**
 * Looks at the directory: which tally files there are, who of their writers lives, what they hold.
 *
 * <p>May import {@code tally} and {@code model}. Confined to the aggregator's pipeline. A file that
 * is not sound never fails a scan: it is left out, named in the log once, and counted by reason.
 */
@NullMarked
package dev.tallyman.scan;

import org.jspecify.annotations.NullMarked;
