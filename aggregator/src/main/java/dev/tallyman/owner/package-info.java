/**
 * Whose a directory is: one aggregator's, and nobody else's while that one lives.
 *
 * <p>Imports nothing. A lock on a file in the directory says it, never a pid or an age: the kernel
 * frees it however its process ends, and it is the same for all containers that share the
 * directory.
 */
@NullMarked
package dev.tallyman.owner;

import org.jspecify.annotations.NullMarked;
