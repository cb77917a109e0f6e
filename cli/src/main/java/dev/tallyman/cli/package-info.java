/**
 * The command line: one verb, one class.
 *
 * <p>A verb reads what the user asked for, refuses what makes no sense in one line that names it,
 * and hands over to the room that does the work. May import every room; nobody imports it.
 *
 * <p>Exit codes: 0 it did what was asked, 1 it failed on the way, 2 it refused what was asked.
 */
@NullMarked
package dev.tallyman.cli;

import org.jspecify.annotations.NullMarked;
