/**
 * Places where a test can halt a process, so that what comes after a crash can be seen.
 *
 * <p>Imports nothing, and does nothing unless a system property says so.
 */
@NullMarked
package dev.tallyman.failpoint;

import org.jspecify.annotations.NullMarked;
