/**
 * data20 in small: tools that work on a base of notes, and what they measure: requests, tools,
 * database, background tasks, caches and the host.
 *
 * <p>{@code Data20} puts it together and is where to begin. The notes, the tools' runs and the
 * tasks are in one SQL database, which all workers share and which any of them may die without.
 * Simulated are the readers' mail server and the archive of old notes that is too large for a demo.
 */
@NullMarked
package dev.tallyman.examples.data20;

import org.jspecify.annotations.NullMarked;
